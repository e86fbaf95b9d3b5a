using TextBrewer.Configuration;
using TextBrewer.Torch.Collectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>
/// What the processes of a run exchange about its steps: the sum of their gradients at each, or, with <c>sync_every</c>, their weights after
/// several that each takes alone (local SGD, Stich 2019).
/// </summary>
internal sealed class StepExchange(TrainingConfig config, ICollective collective, IReadOnlyList<Parameter> parameters) : IDisposable
{
    private readonly GradientReduction _gradients = new(
        collective,
        parameters,
        config.ReduceBucketMb is int mebibytes ? mebibytes << 20 : GradientReduction.DefaultBucketBytes);

    private bool IsLocal => collective.Size > 1 && config.SyncEvery > 1;

    /// <summary>What the next step is taken by: the gradient over the whole batch, or this process's estimate of it.</summary>
    internal void Gradients()
    {
        if (!IsLocal)
        {
            _gradients.Sum();
            return;
        }
        // Each has its share of the mean over the batch; as many shares as large are a mean over its part.
        using var noGrad = no_grad();
        foreach (Parameter parameter in parameters) parameter.grad?.mul_(collective.Size);
    }

    /// <summary>Whether a norm is a number in every process.</summary>
    internal bool IsFinite(double norm) => IsLocal ? !collective.Any(!double.IsFinite(norm)) : double.IsFinite(norm);

    /// <summary>Makes the state of all processes one again, after a step that they took alone.</summary>
    /// <param name="state">The run's state.</param>
    /// <param name="isDue">Whether it must be one now, to be evaluated or saved.</param>
    internal void Weights(RunState state, bool isDue)
    {
        if (!IsLocal || !(isDue || state.Step % config.SyncEvery!.Value == 0)) return;
        collective.Average(parameters);
        collective.Average(state.Optimizer.State().OrderBy(named => named.Key, StringComparer.Ordinal).Select(named => named.Value));
    }

    public void Dispose() => _gradients.Dispose();
}
