using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>A tensor that an optimizer keeps for each parameter: its name in a saved state, and how it begins.</summary>
internal sealed record StateTensor(string Name, Func<Parameter, Tensor> Begin)
{
    /// <summary>Zeros of the parameter's shape and type.</summary>
    internal static StateTensor Like(string name) => new(name, parameter => zeros_like(parameter));

    /// <summary>A count of steps, a scalar; the fused kernels want float32.</summary>
    internal static StateTensor Count(string name) =>
        new(name, parameter => zeros([], dtype: ScalarType.Float32, device: parameter.device));
}
