using System.Collections;
using System.Runtime.CompilerServices;
using TextBrewer.Configuration;
using TorchSharp;

namespace TextBrewer.Adaptors;

/// <summary>One tensor or a list of them.</summary>
[CollectionBuilder(typeof(SignalList), nameof(Of))]
public sealed class SignalList(IReadOnlyList<torch.Tensor> tensors) : IReadOnlyList<torch.Tensor>
{
    /// <summary>
    /// What the dimensions are, where they are not those of the feature: the logits of a start and an end, (batch, length); null: the
    /// feature's.
    /// </summary>
    public IReadOnlyList<Axis>? Axes { get; init; }

    /// <summary>What stands at padding, where that is not what the feature says; null: as the feature says.</summary>
    public double? Padding { get; init; }

    /// <inheritdoc/>
    public int Count => tensors.Count;

    /// <inheritdoc/>
    public torch.Tensor this[int index] => tensors[index];

    /// <summary>Several tensors.</summary>
    public static SignalList Of(ReadOnlySpan<torch.Tensor> tensors) => new(tensors.ToArray());

    /// <summary>One tensor.</summary>
    public static SignalList FromTensor(torch.Tensor tensor) => new([tensor]);

    /// <summary>Several tensors.</summary>
    public static SignalList FromList(List<torch.Tensor> list) => new(list);

    /// <summary>Several tensors.</summary>
    public static SignalList FromArray(torch.Tensor[] array) => new(array);

    /// <summary>One tensor.</summary>
    public static implicit operator SignalList(torch.Tensor tensor) => FromTensor(tensor);

    /// <summary>Several tensors.</summary>
    public static implicit operator SignalList(List<torch.Tensor> list) => FromList(list);

    /// <summary>Several tensors.</summary>
    public static implicit operator SignalList(torch.Tensor[] array) => FromArray(array);

    /// <inheritdoc/>
    public IEnumerator<torch.Tensor> GetEnumerator() => tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A list of other tensors with the same axes and padding.</summary>
    internal SignalList With(IReadOnlyList<torch.Tensor> others) => new(others) { Axes = Axes, Padding = Padding };
}
