namespace TextBrewer.Text.Metrics;

/// <summary>Examples whose answers were found, ready to be scored as often as one likes.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Score">The metrics by name where each example counts so many times.</param>
public sealed record CountedExamples(int Count, Func<IReadOnlyList<int>, IReadOnlyDictionary<string, double>> Score);
