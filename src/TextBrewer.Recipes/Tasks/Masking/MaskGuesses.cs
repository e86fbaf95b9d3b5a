using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Masking;

/// <summary>
/// What is kept of a text's logits over the whole vocabulary: of each mask the right token's probability and the best tokens.
/// </summary>
/// <param name="kept">As <see cref="Of"/> makes it, of one text.</param>
internal readonly struct MaskGuesses(float[][] kept)
{
    // As many as transformers' fill-mask shows.
    private const int Most = 5;

    /// <summary>ln p of the right token, mask by mask; where nobody knows it, of token 0.</summary>
    internal float[] Truth => kept[0];

    /// <summary>Keeps what is needed of a batch.</summary>
    /// <param name="logits">(batch, places, vocabulary)</param>
    /// <param name="labels">(batch, places), below 0 where there is none.</param>
    /// <returns>(batch, places), and twice (batch, places · tokens): ln p and number of the best tokens, the best first.</returns>
    internal static IReadOnlyList<Tensor> Of(Tensor logits, Tensor labels)
    {
        Tensor log = nn.functional.log_softmax(logits.to(ScalarType.Float32), -1); // (batch, places, vocabulary)
        (Tensor best, Tensor tokens) = log.topk((int)Math.Min(Most, log.shape[^1]), dim: -1); // (batch, places, tokens)
        Tensor truth = log.gather(-1, labels.clamp_min(0).unsqueeze(-1)).squeeze(-1); // (batch, places)
        return [truth, best.flatten(1), tokens.flatten(1).to(ScalarType.Float32)];
    }

    /// <summary>What a token is called; a model may have more of them than its vocabulary has words.</summary>
    internal static string Name(int token, IReadOnlyList<string> tokens) =>
        token < tokens.Count ? tokens[token] : FormattableString.Invariant($"[{token}]");

    /// <summary>What of it are numbers, and not names of tokens.</summary>
    internal static IEnumerable<float[]> Numbers(float[][] kept) => kept.Take(2);

    /// <summary>The best token of a mask.</summary>
    internal int Best(int mask) => (int)kept[2][mask * Each];

    /// <summary>The best tokens of a mask with their probabilities, the best first.</summary>
    internal IEnumerable<(int Token, float Probability)> All(int mask)
    {
        float[][] all = kept;
        int each = Each;
        return Enumerable.Range(mask * each, each).Select(i => ((int)all[2][i], MathF.Exp(all[1][i])));
    }

    private int Each => kept[2].Length / kept[0].Length;
}
