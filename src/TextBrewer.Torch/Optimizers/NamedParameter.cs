using TorchSharp.Modules;

namespace TextBrewer.Torch.Optimizers;

/// <summary>A parameter and the name that its optimizer state is saved under.</summary>
public sealed record NamedParameter(string Name, Parameter Value);
