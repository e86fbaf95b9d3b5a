using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Torch.Files;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>Writes <c>metrics.jsonl</c>: a line per micro-batch, step and evaluation, buffered, flushed before every checkpoint.</summary>
/// <param name="path">The file.</param>
/// <param name="every">Every how many steps lines are written; of the last step they always are.</param>
internal sealed class MetricsFile(string path, int every) : ITrainingObserver, IDisposable
{
    private readonly ExampleRate _rate = new(TimeProvider.System);
    private readonly LoggingSteps _steps = new(every);
    private FileStream? _file;
    private StreamWriter? _writer;

    public void Starting(RunStart start)
    {
        long step = start.Step;
        // A resumed run goes on where its checkpoint stands: what was written after it is taken back.
        string[] kept = File.Exists(path) ? [.. File.ReadLines(path).Where(line => IsKept(line, start))] : [];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        DurableFile.WriteLines(path, kept);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        _writer = new StreamWriter(_file);
        _rate.Start();
        _steps.Start(start);
    }

    public bool Wants(long step) => _steps.Has(step);

    public void MicroBatch(StepReport report)
    {
        JsonObject line = new() { ["step"] = report.Step, ["epoch"] = report.Epoch };
        foreach ((string name, double value) in report.Scalars) line[$"scalar/{name}"] = Number(value);
        Write(line);
    }

    public void Step(StepReport report)
    {
        JsonObject line = new()
        {
            ["step"] = report.Step - 1,
            ["learning_rate"] = Number(report.LearningRate),
            ["gradient_norm"] = Number(report.GradientNorm ?? 0),
        };
        if (_rate.Next(report) is double speed) line["examples_per_second"] = Number(Math.Round(speed, 2));
        Write(line);
    }

    public void Saving(long step)
    {
        _writer?.Flush();
        _file?.Flush(flushToDisk: true);
    }

    public void Saved(long step, string folder) => _rate.Pause();

    public void Evaluated(long step, IReadOnlyDictionary<string, double> metrics)
    {
        JsonObject line = new() { ["step"] = step - 1 };
        foreach ((string name, double value) in metrics) line[$"dev/{name}"] = Number(value);
        Write(line);
        _writer?.Flush();
    }

    public void Dispose() => _writer?.Dispose();

    private void Write(JsonObject line) => _writer?.WriteLine(line.ToJsonString());

    // JSON has no NaN and no infinity.
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static bool IsKept(string line, RunStart start)
    {
        try
        {
            JsonObject? known = JsonNode.Parse(line) as JsonObject;
            bool isDue = start.EvaluationIsDue && known?.Any(value => value.Key.StartsWith("dev/", StringComparison.Ordinal)) == true;
            return known?["step"]?.GetValue<long>() < (isDue ? start.Step - 1 : start.Step);
        }
        catch (JsonException)
        {
            return false; // a line cut off by a kill
        }
    }
}
