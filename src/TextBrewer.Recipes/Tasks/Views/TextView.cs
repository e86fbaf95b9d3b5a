using TextBrewer.Text.Features;

namespace TextBrewer.Recipes.Tasks.Views;

/// <summary>An example as a teacher reads it whose tokenizer is another than the student's.</summary>
/// <param name="Text">The example in the teacher's tokens.</param>
/// <param name="Words">For each sequence, where each of the <see cref="TextViews.Words"/> stands in the teacher's tokens.</param>
/// <param name="Shares">Of a passage, how its tokens are shared out among the student's; none: nothing is asked of places.</param>
internal sealed record TextView(EncodedText Text, IReadOnlyList<TokenSpan[]> Words, IReadOnlyList<PieceShare> Shares);
