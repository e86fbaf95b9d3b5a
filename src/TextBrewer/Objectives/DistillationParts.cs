using TextBrewer.Losses;
using TextBrewer.Matching;
using TextBrewer.Naming;

namespace TextBrewer.Objectives;

/// <summary>What is code in a distillation: losses of one's own, matches between modules.</summary>
/// <param name="Losses">Match losses by the name that a match's <c>loss</c> uses; they win over registered ones.</param>
/// <param name="Matches">Matches between modules.</param>
internal sealed record DistillationParts(IReadOnlyDictionary<string, IMatchLoss> Losses, IReadOnlyList<CustomMatch> Matches)
{
    internal static DistillationParts Of(IReadOnlyDictionary<string, IMatchLoss>? losses, IReadOnlyList<CustomMatch>? matches) =>
        new(losses ?? new Dictionary<string, IMatchLoss>(), matches ?? []);

    internal IMatchLoss Loss(Named name) => Losses.TryGetValue(name.Name, out IMatchLoss? own) ? own : LossNames.Match.Make(name);

    internal IEnumerable<string> Problems() => Matches.SelectMany((match, i) => match.Problems($"custom matches[{i}]"));
}
