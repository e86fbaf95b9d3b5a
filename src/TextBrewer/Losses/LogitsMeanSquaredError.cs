using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary><c>mse</c>: mean over all elements of ((S − T)/τ)².</summary>
public sealed class LogitsMeanSquaredError : IDistillationLoss
{
    /// <inheritdoc/>
    public bool HasTemperatureFactor => false;

    /// <inheritdoc/>
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels) =>
        Mean.Of(((student - teacher) / Temperatures.Along(temperature)).square());
}
