using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Configuration;

/// <summary>Makes a projection: features (…, size in) → (…, size out). Its weights begin as the factory makes them.</summary>
public delegate nn.Module<Tensor, Tensor> ProjectionFactory(long sizeIn, long sizeOut);
