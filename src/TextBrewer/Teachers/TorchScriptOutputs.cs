using System.Collections;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TextBrewer.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>
/// What a TorchScript module returned, as a flat list. TorchSharp gives tuples up to five as C# tuples, longer ones and lists as arrays.
/// </summary>
internal static class TorchScriptOutputs
{
    // TorchSharp 0.107 takes any tuple of more than five parts that are not all tensors for numbers: freeing one would free a tensor, or a
    // list, as something else.
    private static readonly ConcurrentBag<Scalar[]> NeverFreed = [];

    /// <summary>The tensors in their order, nested tuples and lists opened.</summary>
    /// <param name="result">What the call returned.</param>
    /// <returns>The tensors; null: there is something else among them, and all have been disposed.</returns>
    internal static IReadOnlyList<Tensor>? Flatten(object? result)
    {
        List<Tensor> tensors = [];
        bool sound = Add(result, tensors);
        if (sound) return tensors;
        foreach (Tensor tensor in tensors) tensor.Dispose();
        return null;
    }

    private static bool Add(object? part, List<Tensor> tensors)
    {
        switch (part)
        {
            case Tensor tensor:
                tensors.Add(tensor);
                return true;
            case Scalar[] { Length: > 5 } scalars:
                NeverFreed.Add(scalars);
                return false;
            case ITuple tuple:
                return All(Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), tensors);
            case IEnumerable list:
                return All(list.Cast<object?>(), tensors);
            default:
                return false;
        }
    }

    // Every part is visited, so that every tensor is known and can be freed.
    private static bool All(IEnumerable<object?> parts, List<Tensor> tensors) =>
        parts.Aggregate(true, (sound, part) => Add(part, tensors) & sound);
}
