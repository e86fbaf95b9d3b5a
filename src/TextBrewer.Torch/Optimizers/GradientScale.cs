namespace TextBrewer.Torch.Optimizers;

/// <summary>How a number that gradients are divided by is handed to PyTorch's fused kernels, which divide on their way.</summary>
internal static class GradientScale
{
    /// <summary>
    /// TorchScript of <c>scale_of(divisor, like)</c>: a float32 scalar where the parameters are, or none where nothing is divided; the
    /// kernels then do not write the gradients.
    /// </summary>
    internal const string Script = """
        def scale_of(divisor: float, like: Tensor) -> Optional[Tensor]:
            if divisor == 1.0:
                return None
            return torch.full([], divisor, dtype=6, device=like.device)

        """;
}
