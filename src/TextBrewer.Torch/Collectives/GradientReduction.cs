using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Collectives;

/// <summary>
/// The sum of the gradients of several processes, in buckets of a fixed order: small gradients travel together, large ones where they lie
/// (Li et al. 2020, "PyTorch Distributed", section 3.2). Of a table of which a step uses few rows, as it does of embeddings, those rows
/// travel alone.
/// </summary>
public sealed class GradientReduction : IDisposable
{
    /// <summary>How many bytes travel together.</summary>
    public const int DefaultBucketBytes = 25 << 20;

    private readonly ICollective _collective;
    private readonly Parameter[] _parameters;
    private readonly int _bucketBytes;
    private readonly Action<Tensor> _sum;
    private readonly UsedRows _used;
    private Tensor? _bucket;

    /// <param name="collective">The processes.</param>
    /// <param name="parameters">Whose gradients; in the same order everywhere.</param>
    /// <param name="bucketBytes">How many bytes travel together.</param>
    /// <param name="sum">Sums a tensor over the processes, in place; null: as the tensor's type has it.</param>
    public GradientReduction(
        ICollective collective,
        IReadOnlyList<Parameter> parameters,
        int bucketBytes = DefaultBucketBytes,
        Action<Tensor>? sum = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bucketBytes, 1);
        (_collective, _parameters, _bucketBytes) = (collective, [.. parameters], bucketBytes);
        _used = new UsedRows(collective);
        _sum = sum ?? (tensor => collective.AllReduce(tensor));
    }

    /// <summary>
    /// Puts the sum in each gradient's place. A gradient that is absent here counts as 0; one that is absent everywhere stays so, for an
    /// optimizer leaves such a parameter alone.
    /// </summary>
    public void Sum()
    {
        if (_collective.Size == 1) return;
        using var noGrad = no_grad();
        // What reads a gradient holds it too: the memory of all would be free when the garbage collector comes, not when the step ends.
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> together = [];
        long bytes = 0;
        List<Travelling> all = Travellings();
        foreach (Tensor gradient in all.Select(one => one.Values))
        {
            long own = gradient.numel() * gradient.ElementSize;
            bool isLarge = own >= _bucketBytes && gradient.device_type == DeviceType.CPU;
            bool fits = bytes + own <= _bucketBytes && (together.Count == 0 || together[0].dtype == gradient.dtype);
            if (!isLarge && !fits) Send(together, ref bytes);
            if (isLarge)
            {
                _sum(gradient);
                continue;
            }
            together.Add(gradient);
            bytes += own;
        }
        Send(together, ref bytes);
        foreach (Travelling one in all) one.Arrive();
    }

    /// <summary>What a sum of the gradients that are there would send, in bytes; all processes ask.</summary>
    public long Bytes()
    {
        using var noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return Travellings().Sum(one => one.Values.numel() * one.Values.ElementSize);
    }

    /// <summary>Frees the bucket.</summary>
    public void Dispose() => _bucket?.Dispose();

    /// <summary>What is sent of each gradient that any process has.</summary>
    private List<Travelling> Travellings()
    {
        List<Travelling> all = [];
        foreach ((int place, Parameter parameter) in Present())
        {
            Tensor gradient = Contiguous(parameter);
            Tensor? rows = _used.Of(place, gradient);
            all.Add(new Travelling(gradient, rows, rows is null ? gradient : gradient.index_select(0, rows)));
        }
        return all;
    }

    /// <summary>The parameters that have a gradient in any process, each with one here, and their places.</summary>
    private List<(int Place, Parameter Parameter)> Present()
    {
        double[] counts = [.. _parameters.Select(parameter => parameter.grad is null ? 0.0 : 1)];
        _collective.AllReduce(counts);
        List<(int Place, Parameter Parameter)> present = [];
        foreach ((int place, Parameter parameter) in _parameters.Index())
        {
            if (counts[place] == 0) continue;
            if (parameter.grad is null) parameter.grad = zeros_like(parameter);
            present.Add((place, parameter));
        }
        return present;
    }

    private static Tensor Contiguous(Parameter parameter)
    {
        if (!parameter.grad!.is_contiguous()) parameter.grad = parameter.grad.contiguous();
        return parameter.grad;
    }

    private void Send(List<Tensor> gradients, ref long bytes)
    {
        if (gradients.Count == 0) return;
        Tensor bucket = Bucket(gradients.Sum(gradient => gradient.numel()), gradients[0].dtype);
        Tensor[] places = [.. Places(bucket, gradients)];
        foreach ((Tensor place, Tensor gradient) in places.Zip(gradients)) place.copy_(gradient);
        _sum(bucket);
        foreach ((Tensor place, Tensor gradient) in places.Zip(gradients)) gradient.copy_(place);
        gradients.Clear();
        bytes = 0;
    }

    private static IEnumerable<Tensor> Places(Tensor bucket, List<Tensor> gradients)
    {
        long from = 0;
        foreach (Tensor gradient in gradients)
        {
            long count = gradient.numel();
            yield return bucket.narrow(0, from, count).view(gradient.shape);
            from += count;
        }
    }

    /// <summary>The first elements of a buffer that is kept from step to step.</summary>
    private Tensor Bucket(long elements, ScalarType type)
    {
        if (_bucket is null || _bucket.dtype != type || _bucket.numel() < elements)
        {
            _bucket?.Dispose();
            _bucket = empty(elements, dtype: type).DetachFromDisposeScope();
        }
        return _bucket.narrow(0, 0, elements);
    }

    /// <param name="Gradient">A gradient.</param>
    /// <param name="Rows">Its rows that travel; null: all of it does.</param>
    /// <param name="Values">What travels.</param>
    private sealed record Travelling(Tensor Gradient, Tensor? Rows, Tensor Values)
    {
        /// <summary>Puts what arrived in the gradient's place.</summary>
        internal void Arrive()
        {
            if (Rows is not null) Gradient.index_copy_(0, Rows, Values);
        }
    }
}
