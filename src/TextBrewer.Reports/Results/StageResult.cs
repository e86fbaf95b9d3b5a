namespace TextBrewer.Reports.Results;

/// <summary>A stage in <c>result.json</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Task">The kind of task that it trains on.</param>
/// <param name="Dev">The metrics of the model that it made, under the names of several dev sets; null: it has no dev data.</param>
/// <param name="Steps">Its optimizer steps.</param>
/// <param name="Seconds">Seconds of its last call.</param>
public sealed record StageResult(
    string Name,
    string Task,
    SingleOrNamed<IReadOnlyDictionary<string, double>>? Dev,
    long Steps,
    double Seconds);
