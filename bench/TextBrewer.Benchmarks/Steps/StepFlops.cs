using TextBrewer.Models.Encoders;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>
/// Floating-point operations of the matrix products that the mathematics of a distillation step needs. A product of (m, k) and (k, n) has
/// 2mkn of them. Everything else, norms, softmax, dropout, GELU, the optimizer, counts as none: it is what the share of the peak loses.
/// </summary>
internal static class StepFlops
{
    /// <summary>
    /// A step: the teacher forward; the student forward and backward, which is two products for each product forward (by the input, by
    /// the weight); the products of <c>mmd</c>.
    /// </summary>
    internal static double Of(StepShape shape) =>
        Forward(shape.Teacher, shape) + (3 * Forward(shape.Student, shape)) + Similarities(shape);

    /// <summary>A model's forward pass: layers, pooler, classifier.</summary>
    internal static double Forward(EncoderConfig config, StepShape shape)
    {
        double batch = shape.Batch, length = shape.Length, width = config.HiddenSize;
        double tokens = batch * length;
        double dense = Product(tokens, width, width) * 4; // queries, keys, values, attention's output
        double feedForward = Product(tokens, width, config.IntermediateSize) * 2; // wide, narrow
        double attention = batch * Product(length, width, length) * 2; // scores and mix, all heads together
        double head = Product(batch, width, width) + Product(batch, width, config.NumLabels);
        return (config.NumHiddenLayers * (dense + feedForward + attention)) + head;
    }

    /// <summary>
    /// <c>mmd</c>: H·Hᵀ of each text, once for the teacher, and for the student once forward and twice backward.
    /// </summary>
    private static double Similarities(StepShape shape)
    {
        double teacher = Product(shape.Length, shape.Teacher.HiddenSize, shape.Length);
        double student = Product(shape.Length, shape.Student.HiddenSize, shape.Length);
        return shape.Layers.Count * shape.Batch * (teacher + (3 * student));
    }

    private static double Product(double m, double k, double n) => 2 * m * k * n;
}
