using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>How large a model is.</summary>
public static class ModelSize
{
    /// <summary>The number of a model's parameters, head and pooler included.</summary>
    public static long Parameters(nn.Module module) => module.parameters().Sum(p => p.NumberOfElements);

    /// <summary>The bytes that a model's parameters take in memory.</summary>
    public static long Bytes(nn.Module module) => module.parameters().Sum(p => p.NumberOfElements * p.ElementSize);
}
