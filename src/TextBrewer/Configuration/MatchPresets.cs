using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Losses;
using TextBrewer.Naming;

namespace TextBrewer.Configuration;

/// <summary>
/// Named sets of matches, weight 1 each: TextBrewer's 18 for teachers of 12 layers, and for any two depths <c>evenly:LOSS</c>,
/// <c>skip:LOSS</c>, <c>last:LOSS</c> and <c>final:LOSS</c> (<see cref="MatchSpread"/>). Names joined with <c>+</c> give all their matches;
/// a number before a name is their weight: <c>100*skip:pkd</c>.
/// Attention presets compare scores: QKᵀ/√d before the softmax.
/// </summary>
public static class MatchPresets
{
    private static readonly Dictionary<string, IReadOnlyList<IntermediateMatch>> ByName = new(StringComparer.Ordinal)
    {
        ["L3_hidden_mse"] = Hidden("hidden_mse", every: 4, layers: 3),
        ["L3n_hidden_mse"] = Hidden("hidden_mse", every: 4, layers: 3, width: 384),
        ["L4t_hidden_mse"] = Hidden("hidden_mse", every: 3, layers: 4, width: 312),
        ["L6_hidden_mse"] = Hidden("hidden_mse", every: 2, layers: 6),
        ["L3_hidden_smmd"] = Relations("mmd", every: 4, layers: 3),
        ["L4_hidden_smmd"] = Relations("mmd", every: 3, layers: 4),
        ["L6_hidden_smmd"] = Relations("mmd", every: 2, layers: 6),
        // A Gram matrix has the layer's own width on both sides, so the student's features are projected too.
        ["L4t_hidden_sgram"] = Relations("gram", every: 3, layers: 4, width: 312),
        ["small_hidden_mse"] = [.. Enumerable.Range(0, 7).Select(i => Match(2 * i, 2 * i, "hidden", "hidden_mse", Linear(256)))],
        ["small_hidden_smmd"] = [.. Enumerable.Range(0, 7).Select(i => Match(new(2 * i, 2 * i), new(2 * i, 2 * i), "hidden", "mmd", null))],
        ["L3_attention_mse"] = Attention("attention_mse", every: 4, layers: 3),
        ["L3_attention_mse_sum"] = Attention("attention_mse_sum", every: 4, layers: 3),
        ["L3_attention_ce"] = Attention("attention_ce", every: 4, layers: 3),
        ["L3_attention_ce_mean"] = Attention("attention_ce_mean", every: 4, layers: 3),
        ["L4_attention_mse"] = Attention("attention_mse", every: 3, layers: 4),
        ["L4_attention_mse_sum"] = Attention("attention_mse_sum", every: 3, layers: 4),
        ["L4_attention_ce"] = Attention("attention_ce", every: 3, layers: 4),
        ["L4_attention_ce_mean"] = Attention("attention_ce_mean", every: 3, layers: 4),
    };

    /// <summary>The presets with fixed layers.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The presets for any two depths, like <c>evenly:hidden_mse</c>: one for each way and match loss that is known.</summary>
    public static IEnumerable<string> SpreadNames =>
        MatchSpread.All.SelectMany(spread => LossNames.Match.Names.Select(loss => $"{spread.Name}:{loss}"));

    /// <summary>The matches of presets joined with <c>+</c>.</summary>
    /// <param name="presets">The names.</param>
    /// <param name="teacherLayers">The teacher's layers, embeddings not counted; needed by <c>evenly:</c> and its like.</param>
    /// <param name="studentLayers">The student's, likewise.</param>
    /// <param name="losses">The match losses that presets can name; null: the registered ones.</param>
    /// <exception cref="ConfigurationException">A name is unknown, depths are needed and not given, or a student has no layer of a
    /// preset's.</exception>
    public static IReadOnlyList<IntermediateMatch> Expand(
        string presets,
        int? teacherLayers = null,
        int? studentLayers = null,
        NameTable<IMatchLoss>? losses = null)
    {
        losses ??= LossNames.Match;
        ConfigurationException.ThrowIfAny([.. Problems(presets, losses)]);
        return [.. Parts(presets).SelectMany(Matches)];

        IEnumerable<IntermediateMatch> Matches((double Weight, string Name) part) => Named(part.Name).Select(
            match => part.Weight == 1 ? match : match with { Weight = part.Weight });

        IEnumerable<IntermediateMatch> Named(string name)
        {
            if (ByName.TryGetValue(name, out IReadOnlyList<IntermediateMatch>? matches)) return matches;
            (MatchSpread spread, string loss) = MatchSpread.Of(name)!.Value;
            if (teacherLayers is not int teacher || studentLayers is not int student) throw new ConfigurationException(
                $"The preset '{name}' spreads layers over depths and needs to know how many layers teacher and student have.");
            IntermediateMatch[] spreadOut = [.. Spread(spread, loss, losses, teacher, student)];
            return spreadOut.Length > 0 ? spreadOut : throw new ConfigurationException(FormattableString.Invariant(
                $"The preset '{name}' compares layers between the first and the last, and a student of {student} has none: leave it out."));
        }
    }

    internal static bool NeedDepths(string presets) => Parts(presets).Any(part => MatchSpread.Of(part.Name) is not null);

    internal static IEnumerable<string> Problems(string presets, NameTable<IMatchLoss> losses)
    {
        foreach ((double weight, string name) in Parts(presets))
        {
            if (!(weight > 0 && double.IsFinite(weight))) yield return $"The weight before '*{name}' has to be a number above 0.";
            if (ByName.ContainsKey(name)) continue;
            if (MatchSpread.Of(name) is not { } spread)
                yield return $"There is no preset '{name}'.{Nearest.Question(name, Names.Concat(SpreadNames))} Known: "
                    + $"{string.Join(", ", Names.Concat(MatchSpread.All.Select(known => known.Name + ":LOSS")))}; join them with +.";
            else if (losses.Problem(spread.Loss) is { } problem)
                yield return problem;
        }
    }

    /// <summary>A feature without embeddings has no layer 0: the same layers, counted from 0.</summary>
    private static IEnumerable<IntermediateMatch> Spread(
        MatchSpread spread,
        string name,
        NameTable<IMatchLoss> losses,
        int teacherLayers,
        int studentLayers)
    {
        IMatchLoss loss = losses.Make(name);
        int first = loss.Feature.BeginsWithEmbeddings ? 0 : 1;
        Projection? projection = loss.WidthsMayDiffer || !loss.Feature.Axes.Contains(Axis.Width) ? null : Projection.Auto;
        foreach ((int student, int teacher) in spread.Layers(teacherLayers, studentLayers).Where(pair => pair.Student >= first))
            yield return Match(
                Times(Math.Max(0, teacher - first), loss.Layers),
                Times(student - first, loss.Layers),
                loss.Feature.Name,
                name,
                projection);
    }

    private static IReadOnlyList<IntermediateMatch> Hidden(string loss, int every, int layers, int? width = null) =>
        [.. Enumerable.Range(0, layers + 1).Select(i => Match(i * every, i, "hidden", loss, Linear(width)))];

    private static IReadOnlyList<IntermediateMatch> Relations(string loss, int every, int layers, int? width = null) =>
        [.. Enumerable.Range(0, layers + 1).Select(i => Match(new(i * every, i * every), new(i, i), "hidden", loss, Linear(width)))];

    private static IReadOnlyList<IntermediateMatch> Attention(string loss, int every, int layers) =>
        [.. Enumerable.Range(0, layers).Select(i => Match(((i + 1) * every) - 1, i, "attention_scores", loss, null))];

    private static IntermediateMatch Match(LayerIndices teacher, LayerIndices student, string feature, string loss, Projection? proj) =>
        new() { TeacherLayer = teacher, StudentLayer = student, Feature = feature, Loss = loss, Proj = proj };

    private static Projection? Linear(int? width) => width is int from ? new Projection("linear", from, 768) : null;

    private static LayerIndices Times(int layer, int count) => new([.. Enumerable.Repeat(layer, count)]);

    /// <summary>The names that are joined with <c>+</c>, and the weight before each; NaN where what stands there is no number.</summary>
    private static IEnumerable<(double Weight, string Name)> Parts(string presets)
    {
        foreach (string part in presets.Split('+', StringSplitOptions.TrimEntries))
        {
            string[] sides = part.Split('*', 2, StringSplitOptions.TrimEntries);
            double weight = 1;
            if (sides.Length > 1 && !double.TryParse(sides[0], NumberStyles.Float, CultureInfo.InvariantCulture, out weight))
                weight = double.NaN;
            yield return (weight, sides[^1]);
        }
    }
}
