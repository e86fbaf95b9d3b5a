using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Benchmarks;

/// <summary>What a student is worth on files.</summary>
/// <param name="Value">The metric of all of them, on its own scale.</param>
/// <param name="Percent">The same in percent.</param>
/// <param name="Scores">What was found on each file.</param>
internal sealed record Judgement(double Value, double Percent, IReadOnlyList<TaskScore> Scores);
