using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>
/// <c>mmd</c>, <c>nst</c> (Huang and Wang 2017): G = a bᵀ / width(b) of two layers; Σ m_i m_j (G_S − G_T)² / Σ_batch (Σ m)².
/// </summary>
public sealed class NeuronSelectivity : IMatchLoss
{
    /// <inheritdoc/>
    public bool WidthsMayDiffer => true;

    /// <inheritdoc/>
    public int Layers => 2;

    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Pairs;

    /// <inheritdoc/>
    public Tensor Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor? mask)
    {
        Tensor pairs = Masking.Pairs(Masking.Weights(student[0], mask, student[0].shape[1])); // (batch, length, length)
        Tensor squares = (Similarity(student) - Similarity(teacher)).square(); // (batch, length, length)
        return Masking.Ratio((squares * pairs).sum(), pairs.sum());
    }

    private static Tensor Similarity(IReadOnlyList<Tensor> layers) =>
        // Not matmul, which ends the process where the widths differ; bmm throws.
        layers[0].bmm(layers[1].transpose(1, 2)) / layers[1].shape[2]; // (batch, length, length)
}
