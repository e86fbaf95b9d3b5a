using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>What any loss, over logits or features, takes: random numbers of the shapes that it compares.</summary>
internal sealed record LossInput(string Loss, LossShape Shape, Tensor[] Student, Tensor[] Teacher)
{
    /// <summary>Every loss that a configuration can name.</summary>
    internal static string[] Names { get; } = [.. LossNames.Distillation.Names, .. LossNames.Match.Names];

    /// <summary>Match losses in which the mask plays no part.</summary>
    internal static string[] Maskless { get; } = ["pkd", "rkd_angle", "rkd_distance"];

    /// <summary>Losses that drop padded keys after the softmax.</summary>
    internal static string[] Softmaxed { get; } = ["attention_ce", "attention_ce_mean"];

    /// <summary>(batch, length): 1 at real positions, 0 at padding anywhere; null: none.</summary>
    internal Tensor? Mask { get; init; }

    /// <summary>A scalar, or one for each position of the logits.</summary>
    internal required Tensor Temperature { get; init; }

    /// <summary>A class for each position of the logits, or −1.</summary>
    internal required Tensor Labels { get; init; }

    /// <summary>Standard normal numbers, a random mask, random labels and a temperature, of one kind or the other.</summary>
    internal static LossInput Random(string loss, LossShape shape)
    {
        random.manual_seed(shape.Seed);
        (long batch, long length, long width, long other) = (shape.Batch, shape.Length, shape.Width, shape.OtherWidth);
        bool even = shape.Seed % 2 == 0;
        long[] positions = even ? [batch] : [batch, length];
        (long[][] student, long[][] teacher) = loss switch
        {
            _ when LossNames.Distillation.Knows(loss) => Both([.. positions, shape.Classes]),
            _ when loss.StartsWith("attention", StringComparison.Ordinal) => Both([batch, shape.Heads, length, length]),
            "fsp" or "gram" => Both([batch, length, width], [batch, length, other]),
            "mmd" or "nst" => ([[batch, length, width], [batch, length, width]], [[batch, length, other], [batch, length, other]]),
            "minilm_relation" => ([[batch, length, shape.Heads * width]], [[batch, length, shape.Heads * other]]),
            _ when loss.StartsWith("rkd", StringComparison.Ordinal) => ([[batch, length, width]], [[batch, length, other]]),
            _ => Both([batch, length, width]),
        };
        return new LossInput(loss, shape, [.. student.Select(Normal)], [.. teacher.Select(Normal)])
        {
            Mask = rand(batch, length).gt(0.4).to(ScalarType.Int64),
            Temperature = even ? tensor(4, dtype: ScalarType.Float64) : 0.5 + 4 * rand(positions, dtype: ScalarType.Float64),
            Labels = randint(-1, shape.Classes, positions, dtype: ScalarType.Int64),
        };

        static (long[][] Student, long[][] Teacher) Both(params long[][] shapes) => (shapes, shapes);

        static Tensor Normal(long[] shape) => randn(shape, dtype: ScalarType.Float64);
    }

    /// <summary>Everything that has a dimension for the examples of the batch, changed alike.</summary>
    internal LossInput Select(Func<Tensor, Tensor> change) => new(Loss, Shape, [.. Student.Select(change)], [.. Teacher.Select(change)])
    {
        Mask = Mask is null ? null : change(Mask),
        Temperature = Temperature.dim() == 0 ? Temperature : change(Temperature),
        Labels = change(Labels),
    };

    /// <summary>The loss, and its gradient at each of the student's tensors.</summary>
    internal (double Value, Tensor[] Gradients) Compute()
    {
        Tensor[] student = [.. Student.Select(s => s.clone().requires_grad_(true))];
        Tensor value = LossNames.Distillation.Knows(Loss)
            ? LossNames.Distillation.Make(Loss).Compute(student[0], Teacher[0], Temperature, Labels)
            : Match().Compute(student, Teacher, Mask);
        value.backward();
        return (value.to(ScalarType.Float64).item<double>(), [.. student.Select(s => s.grad!)]);
    }

    private IMatchLoss Match() => Loss == "minilm_relation" ? new MiniLmRelation(Shape.Heads) : LossNames.Match.Make(Loss);
}
