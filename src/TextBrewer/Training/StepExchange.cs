using TextBrewer.Configuration;
using TextBrewer.Torch.Collectives;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>
/// What the processes of a run exchange about its steps: the sum of their gradients at each, or, with <c>sync_every</c>, their weights
/// after several that each takes alone (local SGD, Stich 2019).
/// </summary>
internal sealed class StepExchange(TrainingConfig config, ICollective collective, IReadOnlyList<Parameter> parameters) : IDisposable
{
    private readonly GradientReduction _gradients = new(
        collective,
        parameters,
        config.ReduceBucketMb is int mebibytes ? mebibytes << 20 : GradientReduction.DefaultBucketBytes,
        Half(config, collective));

    private bool IsLocal => collective.Size > 1 && config.SyncEvery > 1;

    /// <summary>Finds out what it costs; null: there is one process.</summary>
    /// <param name="compute">How long this process computes for a step.</param>
    /// <param name="clock">Measures the time.</param>
    internal ExchangeCost? Cost(Func<TimeSpan> compute, TimeProvider clock)
    {
        if (collective.Size == 1) return null;
        // Weights travel as they are.
        Action<Tensor>? half = IsLocal ? null : Half(config, collective);
        CollectiveSpeed speed = CollectiveSpeed.Measure(collective, clock, half);
        double[] slowest = [compute().TotalSeconds];
        collective.AllReduce(slowest, ReduceOperation.Max);
        // Each step the counts of its losses, which gradients there are, and whether anybody wants to stop.
        const int Small = 3;
        // Of gradients, those of the batch that was just computed stand for all.
        long values = IsLocal
            ? parameters.Sum(parameter => parameter.numel() * parameter.ElementSize)
            : _gradients.Bytes();
        int part = half is null ? 1 : 2; // one half of a value's bytes travels
        // Weights and the two moments of Adam, once in so many steps.
        double each = config.SyncEvery > 1 ? 3.0 / config.SyncEvery.Value : 1;
        TimeSpan exchange = TimeSpan.FromSeconds(each * values / speed.BytesPerSecond) + (Small * speed.Latency);
        int hosts = collective.Hosts().Distinct(StringComparer.Ordinal).Count();
        return new(
            collective.Size,
            hosts,
            values / part,
            speed.BytesPerSecond / part,
            speed.Latency,
            exchange,
            TimeSpan.FromSeconds(slowest[0] * config.GradientAccumulationSteps));
    }

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
        using DisposeScope scope = NewDisposeScope();
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

    /// <summary>How gradients of float32 are summed; null: as they are.</summary>
    private static Action<Tensor>? Half(TrainingConfig config, ICollective collective)
    {
        if (config.ReducePrecision is null or RunPrecision.Fp32) return null;
        HalfReduction half = new(collective, config.ReducePrecision == RunPrecision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float16);
        return gradients =>
        {
            if (gradients.dtype == ScalarType.Float32) half.AllReduce(gradients);
            else collective.AllReduce(gradients);
        };
    }
}
