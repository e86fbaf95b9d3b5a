using System.Text.Json;

namespace TextBrewer.Reports.Results;

/// <summary>
/// What a <c>metrics.jsonl</c> holds: losses at every micro-batch, learning rate and gradient norm at every step, metrics at every
/// evaluation.
/// </summary>
public sealed class TrainingCurves
{
    private readonly Dictionary<string, Curve> _curves = new(StringComparer.Ordinal);

    private TrainingCurves()
    {
    }

    /// <summary>The names in the order in which they came: <c>scalar/total_loss</c>, <c>learning_rate</c>, <c>dev/accuracy</c>.</summary>
    public IReadOnlyCollection<string> Names => _curves.Keys;

    /// <summary>The numbers under a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public Curve this[string name] => _curves[name];

    /// <summary>The last step that is written down, from 1; 0: none is.</summary>
    public long LastStep { get; private set; }

    /// <summary>Reads a folder's file; null where there is none. A line that a kill cut off is left out.</summary>
    public static TrainingCurves? Load(string folder)
    {
        string path = Path.Combine(folder, RunFileNames.Metrics);
        if (!File.Exists(path)) return null;
        TrainingCurves curves = new();
        foreach (string line in File.ReadLines(path)) curves.Add(line);
        return curves;
    }

    /// <summary>The means of several trainings, of what all of them have.</summary>
    internal static TrainingCurves Mean(IReadOnlyList<TrainingCurves> seeds)
    {
        TrainingCurves mean = new() { LastStep = seeds.Min(seed => seed.LastStep) };
        foreach (string name in seeds[0].Names.Where(name => seeds.All(seed => seed._curves.ContainsKey(name))))
            mean._curves[name] = Curve.Mean([.. seeds.Select(seed => seed[name])]);
        return mean;
    }

    private void Add(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("step", out JsonElement at)
                || at.ValueKind != JsonValueKind.Number || !at.TryGetInt64(out long step)) return;
            LastStep = Math.Max(LastStep, step + 1);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                // What was not finite has no number.
                if (property.Name is "step" or "epoch" || property.Value.ValueKind != JsonValueKind.Number) continue;
                if (!_curves.TryGetValue(property.Name, out Curve? curve)) _curves[property.Name] = curve = new Curve();
                curve.Add(step + 1, property.Value.GetDouble());
            }
        }
        catch (JsonException)
        {
            // a line cut off by a kill
        }
    }
}
