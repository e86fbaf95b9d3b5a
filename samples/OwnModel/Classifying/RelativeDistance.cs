using TextBrewer.Losses;
using static TorchSharp.torch;

namespace OwnModel.Classifying;

/// <summary>
/// A match loss of one's own: Σ m (S − T)² / Σ m T² over features (batch, length, width). 1 is what a student of zeros has, however large
/// the teacher's features are.
/// </summary>
public sealed class RelativeDistance : IMatchLoss
{
    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        (Tensor s, Tensor t) = (student[0], teacher[0]); // (batch, length, width)
        Tensor weights = mask is null ? ones(1, dtype: s.dtype) : mask.to(s.dtype).unsqueeze(-1); // (batch, length, 1)
        return ((s - t).square() * weights).sum() / (t.square() * weights).sum().clamp_min(1e-12);
    }
}
