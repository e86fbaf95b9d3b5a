namespace TextBrewer.Recipes.Tasks;

/// <summary>How good a model's outputs are.</summary>
/// <param name="Metrics">The metrics under the names of <c>result.json</c>, the first of them the one to judge by.</param>
/// <param name="Right">How many were right; null: the task counts nothing.</param>
/// <param name="Count">Of how many.</param>
public sealed record TaskScore(IReadOnlyDictionary<string, double> Metrics, long? Right, long Count);
