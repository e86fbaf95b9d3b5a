using System.Globalization;
using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Torch.Files;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>
/// A folder <c>checkpoints/gs{step}</c> with all that a resume needs: model, projections, optimizer, random state, position in the data.
/// It is written under a temporary name and renamed, so a folder of that name is always complete.
/// </summary>
public static class Checkpoint
{
    private const string Prefix = "gs";

    /// <summary>The folder of a step's checkpoint.</summary>
    public static string Folder(string outputDir, long step) =>
        Path.Combine(outputDir, "checkpoints", Prefix + step.ToString(CultureInfo.InvariantCulture));

    /// <summary>The newest complete checkpoint of a run; null where there is none.</summary>
    public static string? Newest(string outputDir) => All(outputDir) is [.., string newest] ? newest : null;

    /// <summary>All complete checkpoints of a run, oldest first.</summary>
    public static IReadOnlyList<string> All(string outputDir)
    {
        DirectoryInfo folder = new(Path.Combine(outputDir, "checkpoints"));
        if (!folder.Exists) return [];
        return [.. folder.EnumerateDirectories(Prefix + "*")
            .Select(d => (d.FullName, Known: long.TryParse(
                d.Name[Prefix.Length..],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out long step), Step: step))
            .Where(d => d.Known)
            .OrderBy(d => d.Step)
            .Select(d => d.FullName)];
    }

    /// <summary>Copies the weights of a checkpoint into a module: what the run had trained at that step.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="module">A module like the one that was trained.</param>
    /// <exception cref="FileNotFoundException">The folder holds no checkpoint.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged, or the module has other ones; the message names them.</exception>
    public static void LoadModel(string folder, nn.Module module) => Load(module, Path.Combine(folder, "model.safetensors"));

    /// <summary>Saves the state of a run.</summary>
    /// <param name="outputDir">The run's folder.</param>
    /// <param name="state">What is saved.</param>
    /// <param name="plan">The run's plan.</param>
    /// <param name="saving">Called when all is written and nothing counts yet: what others write about the run has to be on disk
    /// before.</param>
    /// <returns>The checkpoint's folder.</returns>
    internal static string Save(string outputDir, RunState state, RunPlan plan, Action saving)
    {
        string folder = Folder(outputDir, state.Step);
        DurableFolder.Write(folder, beside =>
        {
            Write(beside, state, plan);
            saving();
        });
        return folder;
    }

    private static void Write(string folder, RunState state, RunPlan plan)
    {
        using (NewDisposeScope())
        using (no_grad())
        {
            SafetensorsFile.Write(Path.Combine(folder, "model.safetensors"), StateDict.Of(state.Model), PyTorchFormat);
            if (state.Projections is not null)
                SafetensorsFile.Write(Path.Combine(folder, "projections.safetensors"), StateDict.Of(state.Projections), PyTorchFormat);
            SafetensorsFile.Write(Path.Combine(folder, "optimizer.safetensors"), state.Optimizer.State(), null);
            SafetensorsFile.Write(
                Path.Combine(folder, "random.safetensors"),
                new Dictionary<string, Tensor> { ["cpu"] = random.get_rng_state() },
                null);
        }
        CheckpointState position = new(CheckpointState.Newest, state.Step, plan.Steps, state.Epoch, state.Examples)
        {
            Precision = state.Precision,
            IsEvaluationDue = state.IsEvaluationDue,
        };
        DurableFile.WriteText(Path.Combine(folder, "state.json"), JsonSerializer.Serialize(position, ConfigurationJson.Options));
    }

    /// <summary>The precision that a checkpoint's run computes in.</summary>
    internal static string PrecisionOf(string folder) => ReadState(folder).Precision;

    internal static void Restore(string folder, RunState state, RunPlan plan)
    {
        CheckpointState position = ReadState(folder);
        if (position.Steps != plan.Steps)
            throw new ConfigurationException($"The checkpoint '{folder}' belongs to a run of {position.Steps} steps, but this run has "
                + $"{plan.Steps}: resume with the same data and settings.");
        using (NewDisposeScope())
        using (no_grad())
        {
            Load(state.Model, Path.Combine(folder, "model.safetensors"));
            if (state.Projections is not null) Load(state.Projections, Path.Combine(folder, "projections.safetensors"));
            using SafetensorsFile optimizer = SafetensorsFile.Open(Path.Combine(folder, "optimizer.safetensors"));
            state.Optimizer.Restore(optimizer.Entries.Keys.ToDictionary(name => name, optimizer.Read));
            using SafetensorsFile randomState = SafetensorsFile.Open(Path.Combine(folder, "random.safetensors"));
            random.set_rng_state(randomState.Read("cpu"));
        }
        (state.Step, state.Epoch, state.Examples) = (position.Step, position.Epoch, position.Examples);
        state.IsEvaluationDue = position.IsEvaluationDue;
    }

    private static readonly Dictionary<string, string> PyTorchFormat = new() { ["format"] = "pt" };

    private static void Load(nn.Module module, string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        StateDict.Load(module, file).ThrowIfIncomplete(path);
    }

    private static CheckpointState ReadState(string folder)
    {
        string path = Path.Combine(folder, "state.json");
        if (!File.Exists(path)) throw new FileNotFoundException($"'{folder}' is not a checkpoint: it has no state.json.", path);
        string json = File.ReadAllText(path);
        // Before its keys, which are another format's: a file of that is not malformed.
        Dictionary<string, JsonElement> keys = ConfigurationJson.Read<Dictionary<string, JsonElement>>(json);
        int format = keys.TryGetValue("format", out JsonElement number) && number.TryGetInt32(out int version) ? version : 0;
        if (format > CheckpointState.Newest)
            throw new ConfigurationException(
                $"'{path}' has format {format}, and this version reads up to {CheckpointState.Newest}: use a newer TextBrewer.");
        if (format < CheckpointState.Newest)
            throw new ConfigurationException(
                $"'{path}' has format {format}, whose position in the data is counted in batches: start the run anew, in another "
                    + "output_dir.");
        return ConfigurationJson.Read<CheckpointState>(json);
    }
}
