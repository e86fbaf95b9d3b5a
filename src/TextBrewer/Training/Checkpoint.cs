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
/// Where the run keeps an average of the weights, that is the model, and the weights that are trained stand beside it.
/// It is written under a temporary name and renamed, so a folder of that name is complete, and its manifest tells whether it still is what
/// was written.
/// </summary>
public static class Checkpoint
{
    private const string Prefix = "gs", Aside = ".aside", Model = "model.safetensors", Trained = "trained.safetensors";

    private static readonly Dictionary<string, string> PyTorchFormat = new() { ["format"] = "pt" };

    /// <summary>The folder of a step's checkpoint.</summary>
    public static string Folder(string outputDir, long step) =>
        Path.Combine(FolderOf(outputDir), Prefix + step.ToString(CultureInfo.InvariantCulture));

    /// <summary>Where a run's checkpoints stand.</summary>
    internal static string FolderOf(string outputDir) => Path.Combine(outputDir, "checkpoints");

    /// <summary>The newest sound checkpoint of a run: every file of it is as it was written; null where there is none.</summary>
    /// <param name="outputDir">The run's folder.</param>
    /// <param name="damaged">Told about each newer one that is not sound, in a sentence that names the file.</param>
    public static string? Newest(string outputDir, Action<string>? damaged = null)
    {
        foreach (string folder in All(outputDir).Reverse())
        {
            if (Problem(folder) is not { } problem) return folder;
            damaged?.Invoke($"The checkpoint '{folder}' is left out: {problem}");
        }
        return null;
    }

    /// <summary>All checkpoints of a run, oldest first.</summary>
    public static IReadOnlyList<string> All(string outputDir)
    {
        DirectoryInfo folder = new(FolderOf(outputDir));
        if (!folder.Exists) return [];
        return [.. folder.EnumerateDirectories(Prefix + "*")
            .Select(d => (d.FullName, Step: StepOf(d.FullName)))
            .Where(d => d.Step is not null)
            .OrderBy(d => d.Step)
            .Select(d => d.FullName)];
    }

    /// <summary>
    /// Copies the weights of a checkpoint into a module: what the run had trained at that step, or the average that it keeps of that.
    /// </summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="module">A module like the one that was trained.</param>
    /// <exception cref="FileNotFoundException">The folder holds no checkpoint.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged, or the module has other ones; the message names them.</exception>
    public static void LoadModel(string folder, nn.Module module) => Load(module, Path.Combine(folder, Model));

    /// <summary>Saves the state of a run.</summary>
    /// <param name="outputDir">The run's folder.</param>
    /// <param name="state">What is saved.</param>
    /// <param name="plan">The run's plan.</param>
    /// <param name="fingerprint">What the run is made of.</param>
    /// <param name="saving">Called when all is written and nothing counts yet: what others write about the run has to be on disk
    /// before.</param>
    /// <param name="disk">Where it is written.</param>
    /// <returns>The checkpoint's folder.</returns>
    internal static string Save(
        string outputDir,
        RunState state,
        RunPlan plan,
        IReadOnlyDictionary<string, string> fingerprint,
        Action saving,
        Disk disk)
    {
        string folder = Folder(outputDir, state.Step);
        DurableFolder.Write(folder, files => Write(files, state, plan, fingerprint), saving, disk);
        return folder;
    }

    /// <summary>Removes all but the newest checkpoints and that of the best evaluation.</summary>
    internal static void Prune(string outputDir, int keep, BestEvaluation? best, Disk disk)
    {
        string? bestFolder = best is null ? null : Path.GetFullPath(Folder(outputDir, best.Step));
        foreach (string old in All(outputDir).SkipLast(keep).Where(folder => Path.GetFullPath(folder) != bestFolder))
            disk.DeleteFolder(old);
    }

    /// <summary>
    /// Gives another name to checkpoints from beyond the step where a run begins or goes on: they are damaged, or of another course of it,
    /// and none of them may pass for this one's.
    /// </summary>
    internal static void SetAside(string outputDir, long step, Disk disk)
    {
        string last = Folder(outputDir, step);
        foreach (string beyond in All(outputDir).Where(folder => StepOf(folder) > StepOf(last)))
        {
            disk.DeleteFolder(beyond + Aside);
            disk.RenameFolder(beyond, beyond + Aside);
        }
    }

    /// <summary>
    /// About how many bytes a checkpoint takes: the weights, their average, and of each parameter the two moments of Adam.
    /// </summary>
    internal static long Bytes(RunState state) =>
        ((state.Average is null ? 1 : 2) * StateDict.Of(state.Model).Values.Sum(BytesOf)) + (2 * state.Model.parameters().Sum(BytesOf))
            + (3 * (state.Projections?.parameters().Sum(BytesOf) ?? 0));

    private static long BytesOf(Tensor tensor) => tensor.numel() * tensor.ElementSize;

    private static void Write(ManifestWriter files, RunState state, RunPlan plan, IReadOnlyDictionary<string, string> fingerprint)
    {
        using (NewDisposeScope())
        using (no_grad())
        {
            files.Write(Model, file => SafetensorsFile.Write(file, StateDict.Of(state.Model), PyTorchFormat));
            if (state.Average is { } average)
                files.Write(Trained, file => SafetensorsFile.Write(file, average.Trained(), PyTorchFormat));
            if (state.Projections is { } projections)
                files.Write("projections.safetensors", file => SafetensorsFile.Write(file, StateDict.Of(projections), PyTorchFormat));
            files.Write("optimizer.safetensors", file => SafetensorsFile.Write(file, state.Optimizer.State()));
            files.Write("random.safetensors", file => SafetensorsFile.Write(
                file,
                new Dictionary<string, Tensor> { ["cpu"] = random.get_rng_state() }));
        }
        CheckpointState position = new(CheckpointState.Newest, state.Step, plan.Steps, state.Epoch, state.Examples)
        {
            Precision = state.Precision,
            Best = state.Best,
            EvaluationsSinceBest = state.EvaluationsSinceBest,
            EvaluationIsDue = state.EvaluationIsDue,
            Skipped = state.Skipped,
            SkippedInARow = state.SkippedInARow,
            Warnings = state.Warnings,
            Fingerprint = fingerprint,
        };
        files.Write("state.json", file => JsonSerializer.Serialize(file, position, ConfigurationJson.Options));
    }

    /// <summary>The precision that a checkpoint's run computes in.</summary>
    internal static string PrecisionOf(string folder) => ReadState(folder).Precision;

    /// <summary>What a checkpoint's run was made of.</summary>
    internal static IReadOnlyDictionary<string, string> FingerprintOf(string folder) => ReadState(folder).Fingerprint;

    /// <summary>Puts a run where a checkpoint was taken.</summary>
    /// <exception cref="InvalidDataException">A file of it is damaged.</exception>
    /// <exception cref="ConfigurationException">It belongs to a run of another length.</exception>
    internal static void Restore(string folder, RunState state, RunPlan plan)
    {
        CheckpointState position = ReadState(folder);
        if (Problem(folder) is { } problem) throw new InvalidDataException($"The checkpoint '{folder}' is damaged: {problem}");
        if (position.Steps != plan.Steps)
            throw new ConfigurationException($"The checkpoint '{folder}' belongs to a run of {position.Steps} steps, but this run has "
                + $"{plan.Steps}: resume with the same data and settings.");
        using (NewDisposeScope())
        using (no_grad())
        {
            Load(state.Model, Path.Combine(folder, Model));
            state.Average?.Begin();
            string trained = Path.Combine(folder, Trained);
            if (File.Exists(trained)) Load(state.Model, trained);
            if (state.Projections is not null) Load(state.Projections, Path.Combine(folder, "projections.safetensors"));
            using SafetensorsFile optimizer = SafetensorsFile.Open(Path.Combine(folder, "optimizer.safetensors"));
            state.Optimizer.Restore(optimizer.Entries.Keys.ToDictionary(name => name, optimizer.Read));
            using SafetensorsFile randomState = SafetensorsFile.Open(Path.Combine(folder, "random.safetensors"));
            random.set_rng_state(randomState.Read("cpu"));
        }
        (state.Step, state.Epoch, state.Examples) = (position.Step, position.Epoch, position.Examples);
        (state.Best, state.EvaluationsSinceBest) = (position.Best, position.EvaluationsSinceBest);
        state.EvaluationIsDue = position.EvaluationIsDue;
        (state.Skipped, state.SkippedInARow) = (position.Skipped, position.SkippedInARow);
        state.Warnings.AddRange(position.Warnings);
    }

    // What a manifest cannot know: that the folder is still under its own name.
    internal static string? Problem(string folder)
    {
        if (FolderManifest.Problem(folder) is { } problem) return problem;
        try
        {
            CheckpointState state = ReadState(folder);
            return StepOf(folder) is long named && named != state.Step ? $"it was taken after step {state.Step}." : state.Problem();
        }
        catch (Exception unread) when (unread is ConfigurationException or IOException)
        {
            return unread.Message;
        }
    }

    /// <summary>The step that a checkpoint's name says; null: it is none's.</summary>
    internal static long? StepOf(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : null;
    }

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
                $"'{path}' has format {format}, of an earlier version that knew no checksums: start the run anew, in another output_dir.");
        return ConfigurationJson.Read<CheckpointState>(json);
    }
}
