using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Views;

/// <summary>
/// Logits over a passage's places, brought from one tokenizer's tokens to another's: what a token has of the distribution is shared out
/// among the tokens that cover its characters. Their sum of exponentials stays, so that where both cut alike the logits are the same.
/// </summary>
internal static class SharedLogits
{
    /// <summary>Shares logits out.</summary>
    /// <param name="logits">The other's, (rows, the other's length).</param>
    /// <param name="shares">How its tokens are shared out, (rows, length, the other's length).</param>
    /// <param name="impossible">The logit where nothing can stand.</param>
    /// <returns>
    /// (rows, length); a place of the passage that the other has not seen is as unlikely as the least likely one that it has.
    /// </returns>
    internal static Tensor Of(Tensor logits, Tensor shares, double impossible)
    {
        Tensor exact = logits.to(ScalarType.Float64);
        Tensor most = exact.amax([-1], keepdim: true); // (rows, 1)
        Tensor mass = shares.to(ScalarType.Float64).matmul((exact - most).exp().unsqueeze(-1)).squeeze(-1); // (rows, length)
        Tensor isEmpty = mass.eq(0), own = mass.log() + most;
        Tensor least = own.masked_fill(isEmpty, double.PositiveInfinity).amin([-1], keepdim: true); // (rows, 1)
        least = least.masked_fill(least.isinf(), impossible);
        return where(isEmpty, least, own).to(logits.dtype);
    }
}
