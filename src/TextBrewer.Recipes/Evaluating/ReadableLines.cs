using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>Examples as lines of <c>predictions.jsonl</c>.</summary>
internal static class ReadableLines
{
    /// <summary>An example's line.</summary>
    /// <param name="example">The example.</param>
    /// <param name="place">Its place in its file, from 0.</param>
    /// <param name="versions">What each version of a model says about it.</param>
    internal static PredictionLine Line(
        this ReadableExample example,
        int place,
        IReadOnlyDictionary<string, PredictionRecord> versions) => new()
        {
            Example = place + 1,
            Text = example.Text,
            Pair = example.Pair,
            Choices = example.Choices,
            Words = example.Words,
            Gold = example.Gold,
            Versions = versions,
        };
}
