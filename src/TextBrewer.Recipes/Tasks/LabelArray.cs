using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks;

/// <summary>What a batch's examples teach, before it is a tensor.</summary>
/// <param name="Values">Indices, numbers or truths, in row-major order.</param>
/// <param name="Shape">The tensor's shape.</param>
internal sealed record LabelArray(Array Values, params long[] Shape)
{
    /// <summary>Makes the tensor.</summary>
    internal Tensor ToTensor() => Values switch
    {
        long[] indices => tensor(indices, Shape),
        float[] numbers => tensor(numbers, Shape),
        bool[] truths => tensor(truths, Shape),
        _ => throw new InvalidOperationException($"No label is a {Values.GetType().GetElementType()}."),
    };
}
