using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>A temperature is a scalar or has one value per position; this gives it the logits' rank.</summary>
internal static class Temperatures
{
    internal static Tensor Along(Tensor temperature) =>
        temperature.dim() == 0 ? temperature.alias() : temperature.unsqueeze(-1); // (…, 1)
}
