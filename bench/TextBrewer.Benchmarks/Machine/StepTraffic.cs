using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Encoders;

namespace TextBrewer.Benchmarks.Machine;

/// <summary>
/// Numbers that the operators of a step read and write, each operator's own counted once. What a product reads and writes of activations
/// is left out: its speed is measured with it. What weights are read is counted, because the measured products find theirs in the cache.
/// </summary>
/// <param name="Activations">Of norms, residuals, GELU, softmax, dropout and losses, forward and backward.</param>
/// <param name="Weights">Of weights in products, and of their gradients.</param>
/// <param name="Optimizer">Of AdamW.</param>
/// <param name="Clipping">Of the norm, and of scaling the gradients.</param>
/// <param name="Zeros">Of the embeddings' gradient, which begins as zeros.</param>
internal sealed record StepTraffic(double Activations, double Weights, double Optimizer, double Clipping, double Zeros)
{
    // AdamW, which reads each gradient anyway, writes it where it scales it.
    private const int Scaling = 1;

    // Sum, norm and dropout of the embeddings; both terms of a matched layer: forward and backward.
    private const int OfEmbeddings = 10, OfMatch = 9;

    /// <summary>A step.</summary>
    /// <param name="shape">What is distilled.</param>
    /// <param name="stored">Whether the teacher's outputs are stored: what it would read and write is left out.</param>
    internal static StepTraffic Of(StepShape shape, bool stored)
    {
        (EncoderConfig teacher, EncoderConfig student) = (shape.Teacher, shape.Student);
        double tokens = (double)shape.Batch * shape.Length;
        double teacherForward = (TeacherLayer(teacher, tokens) * teacher.NumHiddenLayers) + (OfEmbeddings * tokens * teacher.HiddenSize);
        double ofStudent = StudentLayer(student, tokens, shape.Length) * student.NumHiddenLayers;
        double other = ((2 * OfEmbeddings) + (OfMatch * shape.Layers.Count)) * tokens * student.HiddenSize;
        // Read forward and backward; the gradient is written.
        double weights = (stored ? 0 : Layers(teacher)) + (3 * Layers(student));
        double parameters = Parameters(student);
        return new StepTraffic(
            (stored ? 0 : teacherForward) + ofStudent + other,
            weights,
            Streams.AdamWTouches * parameters,
            (Streams.NormTouches + Scaling) * parameters,
            Streams.ZeroTouches * Embeddings(student));
    }

    /// <summary>Parameters of the embeddings.</summary>
    internal static double Embeddings(EncoderConfig config) =>
        (double)(config.VocabSize + config.MaxPositionEmbeddings + config.TypeVocabSize) * config.HiddenSize;

    /// <summary>Parameters of embeddings and layers; biases and norms, a thousandth, are left out.</summary>
    internal static double Parameters(EncoderConfig config) => Layers(config) + Embeddings(config);

    /// <summary>Parameters of the layers' matrices.</summary>
    private static double Layers(EncoderConfig config)
    {
        double width = config.HiddenSize;
        return config.NumHiddenLayers * ((4 * width * width) + (2 * width * config.IntermediateSize));
    }

    /// <summary>The heads put together again (2), residual (3) and norm (2) twice; GELU (2). Attention is one fused kernel.</summary>
    private static double TeacherLayer(EncoderConfig config, double tokens) =>
        tokens * ((12.0 * config.HiddenSize) + (2.0 * config.IntermediateSize));

    /// <summary>
    /// Forward as the teacher's, with two dropouts (3 each), scaled queries (2), and of the scores mask (2), softmax (2) and dropout (3);
    /// backward norms (3), dropouts (3) and sums (3) twice each, three sums of gradients (3), five biases (1); GELU (3) and a bias (1); of
    /// the scores mask (2), softmax (3) and dropout (3).
    /// </summary>
    private static double StudentLayer(EncoderConfig config, double tokens, int length)
    {
        double scores = tokens * config.NumAttentionHeads * length;
        return TeacherLayer(config, tokens) + (tokens * ((40.0 * config.HiddenSize) + (4.0 * config.IntermediateSize))) + (15 * scores);
    }
}
