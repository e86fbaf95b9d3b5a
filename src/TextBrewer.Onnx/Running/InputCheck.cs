using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Running;

/// <summary>Compares named tensors with what a model says that it takes, before ONNX Runtime sees them.</summary>
internal static class InputCheck
{
    /// <summary>What does not fit, a sentence each.</summary>
    internal static IReadOnlyList<string> Problems(
        string path,
        IReadOnlyDictionary<string, NodeMetadata> expected,
        IReadOnlyDictionary<string, Tensor> given) =>
    [
        .. given.Keys.Where(name => !expected.ContainsKey(name))
            .Select(
                name => $"'{path}' has no input '{name}'; its inputs are {string.Join(", ", expected.Keys.Select(key => $"'{key}'"))}."),
        .. expected.Where(input => !given.ContainsKey(input.Key))
            .Select(input => $"The input '{input.Key}' of '{path}' is missing: give {Expectation(input.Value)}."),
        .. expected.Where(input => given.TryGetValue(input.Key, out Tensor? tensor) && !Fits(input.Value, tensor))
            .Select(input => $"The input '{input.Key}' of '{path}' got {Named(given[input.Key].dtype)} "
                + $"({string.Join(", ", given[input.Key].shape)}); give {Expectation(input.Value)}."),
    ];

    private static bool Fits(NodeMetadata input, Tensor tensor)
    {
        if (ElementTypes.Of(tensor.dtype) != input.ElementDataType) return false;
        int[] dimensions = input.Dimensions; // below 0 where it is free
        // ONNX Runtime gives no dimensions both for a number and for a shape that the file leaves open.
        if (dimensions.Length == 0) return true;
        return dimensions.Length == tensor.dim() && dimensions.Zip(tensor.shape).All(pair => pair.First < 0 || pair.First == pair.Second);
    }

    private static string Expectation(NodeMetadata input)
    {
        string type = Named(ElementTypes.Of(input.ElementDataType)!.Value);
        if (input.Dimensions.Length == 0) return $"a tensor of {type}";
        IEnumerable<string> dimensions = input.Dimensions
            .Zip(input.SymbolicDimensions, (size, name) => size >= 0 ? $"{size}" : name.Length > 0 ? name : "?");
        return $"{type} ({string.Join(", ", dimensions)})";
    }

    private static string Named(ScalarType type) => type.ToString().ToLowerInvariant();
}
