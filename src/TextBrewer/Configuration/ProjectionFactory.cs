using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Configuration;

/// <summary>Makes a projection: features (…, size in) → (…, size out). Its linear layers are filled anew, N(0, 0.02) and bias 0.</summary>
public delegate nn.Module<Tensor, Tensor> ProjectionFactory(long sizeIn, long sizeOut);
