using TextBrewer.Recipes.Tasks;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.TextModels;

/// <summary>How near another way to compute a model's logits comes to the model, text by text, so that no padding counts.</summary>
/// <param name="Difference">The root mean square of the logits' differences, as a share of that of the logits.</param>
/// <param name="Same">The share of texts, or of tokens, whose largest logit is the same one.</param>
internal readonly record struct EngineAgreement(double Difference, double Same)
{
    private const double MostDifference = 0.05, LeastSame = 0.98;

    /// <summary>Whether it is near enough to teach from.</summary>
    internal bool Holds => Difference <= MostDifference && Same >= LeastSame;

    /// <summary>Compares two models on some texts.</summary>
    internal static EngineAgreement Of(
        ITextModel model,
        ITextModel other,
        TextTask task,
        IReadOnlyList<EncodedText> texts,
        CancellationToken cancellationToken)
    {
        double squares = 0, differences = 0, same = 0, count = 0;
        using var noGrad = no_grad();
        foreach (EncodedText text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using TextBatch batch = task.Collate([text]);
            foreach ((Tensor expected, Tensor found) in model.Logits(batch).Zip(other.Logits(batch)))
            {
                squares += expected.square().sum().to(ScalarType.Float64).item<double>();
                differences += (expected - found).square().sum().to(ScalarType.Float64).item<double>();
                using Tensor equal = expected.argmax(-1).eq(found.argmax(-1));
                same += equal.sum().to(ScalarType.Float64).item<double>();
                count += equal.numel();
            }
        }
        return new EngineAgreement(Math.Sqrt(differences / squares), count == 0 ? 1 : same / count);
    }
}
