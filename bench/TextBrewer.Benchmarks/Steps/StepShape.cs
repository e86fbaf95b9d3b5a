using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>A distillation whose step is timed: two models, a batch, and which layers are matched.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Teacher">The teacher.</param>
/// <param name="Student">The student.</param>
/// <param name="Batch">Texts of a batch.</param>
/// <param name="Length">Tokens of a text.</param>
/// <param name="Layers">The matched layers, 0 being the embeddings: <c>hidden_mse</c> and <c>mmd</c> on each pair.</param>
internal sealed record StepShape(
    string Name,
    EncoderConfig Teacher,
    EncoderConfig Student,
    int Batch,
    int Length,
    IReadOnlyList<(int Teacher, int Student)> Layers)
{
    internal const double LearningRate = 1e-5, WeightDecay = 0.01, MaxGradNorm = 1;

    /// <summary>BERT-base into three of its layers.</summary>
    internal static StepShape Large { get; } = new(
        "large",
        new EncoderConfig(),
        new EncoderConfig { NumHiddenLayers = 3 },
        Batch: 8,
        Length: 128,
        [(4, 1), (8, 2), (12, 3)]);

    /// <summary>The same models on short sentences.</summary>
    internal static StepShape T3 { get; } = Large with { Name = "T3", Batch = 16, Length = 32 };

    /// <summary>BERT-base into four layers of 312, on short sentences.</summary>
    internal static StepShape T4Tiny { get; } = new(
        "T4-tiny",
        new EncoderConfig(),
        new EncoderConfig { NumHiddenLayers = 4, HiddenSize = 312, IntermediateSize = 1200 },
        Batch: 16,
        Length: 32,
        [(3, 1), (6, 2), (9, 3), (12, 4)]);

    /// <summary>What people really run: a small teacher, short sentences.</summary>
    internal static StepShape Real { get; } = new(
        "real",
        Small(layers: 6),
        Small(layers: 3),
        Batch: 16,
        Length: 24,
        [(2, 1), (4, 2), (6, 3)]);

    /// <summary>A batch of the SST-2 recipe as it is padded without more ado.</summary>
    internal static StepShape Padded { get; } =
        Real with { Name = "padded", Batch = 32, Length = 128, Layers = [(0, 0), (2, 1), (4, 2), (6, 3)] };

    /// <summary>Long texts: six layers of 384 from six.</summary>
    internal static StepShape Long { get; } = new(
        "long",
        Small(layers: 6),
        Small(layers: 6),
        Batch: 8,
        Length: 512,
        [(2, 2), (4, 4), (6, 6)]);

    /// <summary>The quickstart's distillation.</summary>
    internal static StepShape Tiny { get; } = new(
        "tiny",
        Quick(layers: 6, width: 96, intermediate: 384),
        Quick(layers: 2, width: 48, intermediate: 96),
        Batch: 32,
        Length: 18,
        []);

    /// <summary>The temperature of the logits' loss.</summary>
    internal double Temperature { get; init; } = 8;

    /// <summary>This distillation without dropout.</summary>
    internal StepShape WithoutDropout => this with { Teacher = Calm(Teacher), Student = Calm(Student) };

    /// <summary>The configuration of the distillation.</summary>
    internal DistillationConfig Distillation => new()
    {
        Temperature = Temperature,
        IntermediateMatches = MatchList.FromList(
        [
            .. Layers.Select(pair => new IntermediateMatch
            {
                TeacherLayer = pair.Teacher, StudentLayer = pair.Student, Feature = "hidden", Loss = "hidden_mse",
                Proj = Projection.Auto,
            }),
            .. Layers.Select(pair => new IntermediateMatch
            {
                TeacherLayer = new(pair.Teacher, pair.Teacher),
                StudentLayer = new(pair.Student, pair.Student),
                Feature = "hidden",
                Loss = "mmd",
            }),
        ]),
    };

    /// <summary>A batch of random tokens.</summary>
    internal StepBatch RandomBatch(bool padded = false) => StepBatch.Random(Batch, Length, Teacher.VocabSize, padded);

    /// <summary>The teacher and the student with random weights.</summary>
    internal (SequenceClassifier Teacher, SequenceClassifier Student) Models() => (new(Teacher, seed: 1), new(Student, seed: 2));

    private static EncoderConfig Small(int layers) => new() { NumHiddenLayers = layers, HiddenSize = 384, IntermediateSize = 1536 };

    private static EncoderConfig Quick(int layers, int width, int intermediate) => new EncoderConfig
    {
        VocabSize = 600,
        NumHiddenLayers = layers,
        HiddenSize = width,
        IntermediateSize = intermediate,
        NumAttentionHeads = 4,
        MaxPositionEmbeddings = 48,
    }.WithLabels([.. Enumerable.Range(0, 8).Select(i => $"class{i}")]);

    private static EncoderConfig Calm(EncoderConfig config) => config with { HiddenDropoutProb = 0, AttentionProbsDropoutProb = 0 };
}
