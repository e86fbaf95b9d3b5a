using System.Collections;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace TextBrewer.Distilling;

/// <summary>One tensor or a list of them.</summary>
[CollectionBuilder(typeof(SignalList), nameof(Of))]
public sealed class SignalList(IReadOnlyList<torch.Tensor> tensors) : IReadOnlyList<torch.Tensor>
{
    public int Count => tensors.Count;

    public torch.Tensor this[int index] => tensors[index];

    public static SignalList Of(ReadOnlySpan<torch.Tensor> tensors) => new(tensors.ToArray());

    public static SignalList FromTensor(torch.Tensor tensor) => new([tensor]);

    public static SignalList FromList(List<torch.Tensor> list) => new(list);

    public static SignalList FromArray(torch.Tensor[] array) => new(array);

    public static implicit operator SignalList(torch.Tensor tensor) => FromTensor(tensor);

    public static implicit operator SignalList(List<torch.Tensor> list) => FromList(list);

    public static implicit operator SignalList(torch.Tensor[] array) => FromArray(array);

    public IEnumerator<torch.Tensor> GetEnumerator() => tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
