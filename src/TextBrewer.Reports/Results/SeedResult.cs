namespace TextBrewer.Reports.Results;

/// <summary>The run of one of several seeds.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Folder">Its folder, inside the one of all.</param>
/// <param name="Status">As <see cref="RunResult.Status"/>; what is not <c>completed</c> is in no mean.</param>
/// <param name="Dev">Metrics by version.</param>
public sealed record SeedResult(
    int Seed,
    string Folder,
    string Status,
    IReadOnlyDictionary<string, SingleOrNamed<IReadOnlyDictionary<string, double>>> Dev);
