using System.Collections;
using System.Runtime.CompilerServices;
using TextBrewer.Configuration;
using TorchSharp;

namespace TextBrewer.Adaptors;

/// <summary>One tensor or a list of them.</summary>
[CollectionBuilder(typeof(SignalList), nameof(Of))]
public sealed class SignalList(IReadOnlyList<torch.Tensor> tensors) : IReadOnlyList<torch.Tensor>
{
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
}
