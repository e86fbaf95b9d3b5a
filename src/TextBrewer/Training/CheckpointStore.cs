using System.Globalization;
using TextBrewer.Configuration;
using TextBrewer.Torch.Files;

namespace TextBrewer.Training;

/// <summary>A run's checkpoints: what it goes on from, what it saves, what is kept. Its folder is this process's alone.</summary>
internal sealed class CheckpointStore(TrainingConfig config, RunOptions options, RunPlan plan, RunState state) : IDisposable
{
    private readonly Dictionary<string, string> _fingerprint = Fingerprint(config, options, state);
    private FolderLock? _lock;

    /// <summary>The newest checkpoint of the run; null: there is none yet.</summary>
    internal string? Newest { get; private set; }

    private bool Writes => options.Collective.Rank == 0;

    /// <summary>Puts the run where it goes on, and sees to it that there is room for what it will save.</summary>
    internal void Begin()
    {
        if (options.ResumeFrom is { } folder) Restore(folder);
        if (!Writes) return;
        CheckSpace();
        _lock = FolderLock.Take(Checkpoint.FolderOf(config.OutputDir));
        Checkpoint.SetAside(config.OutputDir, state.Step, options.Disk);
        Prune(); // a kill may have come between a checkpoint and the removal of the one that it made needless
    }

    /// <summary>Saves the run as it stands, and removes what is no longer kept.</summary>
    /// <returns>The checkpoint's folder.</returns>
    internal string Save(Action saving)
    {
        if (!Writes) return Newest = Checkpoint.Folder(config.OutputDir, state.Step);
        Newest = Checkpoint.Save(config.OutputDir, state, plan, _fingerprint, saving, options.Disk);
        Prune();
        return Newest;
    }

    /// <summary>Gives the model the weights of the best evaluation.</summary>
    /// <returns>Whether it had others.</returns>
    internal bool LoadBest()
    {
        if (state.Best is not { } best || best.Step == state.Step) return false;
        if (!Writes) return true;
        string folder = Checkpoint.Folder(config.OutputDir, best.Step);
        if (Checkpoint.Problem(folder) is { } problem)
        {
            options.Logger?.BestIsDamaged(problem);
            return false;
        }
        Checkpoint.LoadModel(folder, state.Model);
        return true;
    }

    public void Dispose() => _lock?.Dispose();

    private void Prune()
    {
        if (config.KeepCheckpoints is int keep) Checkpoint.Prune(config.OutputDir, keep, state.Best, options.Disk);
    }

    private void Restore(string folder)
    {
        IReadOnlyDictionary<string, string> saved = Checkpoint.FingerprintOf(folder);
        IReadOnlyList<string> changes = CheckpointFingerprint.Changes(saved, _fingerprint);
        if (CheckpointFingerprint.OtherProcesses(saved, _fingerprint) is (string before, string now))
            options.Logger?.GoesOnWithOthers(now, before);
        if (changes.Count > 0 && !options.Force) throw CheckpointFingerprint.Error(folder, changes);
        if (changes.Count > 0) options.Logger?.GoesOnChanged(string.Join("; ", changes));
        Checkpoint.Restore(folder, state, plan);
        Newest = folder;
    }

    /// <summary>Looks whether what is to be saved has room, before hours are spent on it.</summary>
    private void CheckSpace()
    {
        if (options.Disk.Free(config.OutputDir) is not long free) return;
        // Those that are kept, the best, and the one that is being written.
        long most = Math.Min(plan.Checkpoints, config.KeepCheckpoints is int keep ? keep + 2L : long.MaxValue);
        long count = Math.Max(1, most - Checkpoint.All(config.OutputDir).Count), each = Checkpoint.Bytes(state);
        if (count * each <= free) return;
        throw new IOException(FormattableString.Invariant(
            $"There are {free / 1e9:F2} GB free where '{config.OutputDir}' lies, and {count} checkpoints of about {each / 1e9:F2} GB are ")
                + "to be kept there: make room, choose another output_dir, or set keep_checkpoints lower.");
    }

    private static Dictionary<string, string> Fingerprint(TrainingConfig config, RunOptions options, RunState state)
    {
        Dictionary<string, string> parts = new(options.Fingerprint)
        {
            ["training.seed"] = Text(config.Seed),
            ["training.gradient_accumulation_steps"] = Text(config.GradientAccumulationSteps),
            ["training.learning_rate"] = Text(state.Optimizer.LearningRate),
            ["training.max_grad_norm"] = Text(options.MaxGradNorm),
        };
        if (options.Collective.Size > 1) parts[CheckpointFingerprint.Processes] = Text(options.Collective.Size);
        if (config.EmaDecay is double decay) parts["training.ema_decay"] = Text(decay);
        return parts;
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
