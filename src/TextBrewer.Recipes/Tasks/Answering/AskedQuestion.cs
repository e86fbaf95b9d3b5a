using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks.Answering;

/// <summary>A question with the windows of its passage.</summary>
/// <param name="Example">The question, the passage, the answers.</param>
/// <param name="Windows">The windows.</param>
/// <param name="Inputs">The windows as the model sees them: a token sequence each.</param>
internal sealed record AskedQuestion(QuestionExample Example, IReadOnlyList<Encoding> Windows, IReadOnlyList<EncodedText> Inputs);
