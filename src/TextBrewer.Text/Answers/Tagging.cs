using TextBrewer.Text.Features;

namespace TextBrewer.Text.Answers;

/// <summary>The entities of a text.</summary>
/// <param name="Entities">The entities in their order, with their places in the text as it was given; of tags that make no entities, each
/// word with its tag.</param>
/// <param name="Truncated">Whether the end of some word was cut off where the model had no room for it. The text itself is read whole, in
/// parts.</param>
public sealed record Tagging(IReadOnlyList<TextEntity> Entities, bool Truncated)
{
    /// <summary>Every entity.</summary>
    public override string ToString() =>
        $"{nameof(Tagging)} {{ Entities = [{string.Join(", ", Entities)}], Truncated = {Truncated} }}";
}
