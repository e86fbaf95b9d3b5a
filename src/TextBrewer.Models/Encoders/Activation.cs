using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Models.Encoders;

/// <summary>Activations as <c>hidden_act</c> names them.</summary>
internal static class Activation
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> ByName = new(StringComparer.Ordinal)
    {
        ["gelu"] = functional.gelu,
        ["gelu_10"] = x => functional.gelu(x).clamp(-10, 10),
        ["gelu_accurate"] = GeluTanh,
        ["gelu_fast"] = GeluTanh,
        ["gelu_new"] = GeluTanh,
        ["gelu_python"] = functional.gelu,
        ["gelu_pytorch_tanh"] = GeluTanh,
        ["leaky_relu"] = x => functional.leaky_relu(x, 0.01),
        ["linear"] = x => x,
        ["mish"] = x => functional.mish(x),
        ["quick_gelu"] = x => x * (1.702 * x).sigmoid(),
        ["relu"] = x => functional.relu(x),
        ["relu2"] = x => functional.relu(x).square(),
        ["relu6"] = x => functional.relu6(x),
        ["sigmoid"] = x => x.sigmoid(),
        ["silu"] = x => functional.silu(x),
        ["swish"] = x => functional.silu(x),
        ["tanh"] = x => x.tanh(),
    };

    internal static IEnumerable<string> Names => ByName.Keys.Order(StringComparer.Ordinal);

    internal static bool IsKnown(string name) => ByName.ContainsKey(name);

    internal static Func<Tensor, Tensor> Of(string name) => ByName[name];

    // Hendrycks and Gimpel 2016: 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))).
    private static Tensor GeluTanh(Tensor x) => 0.5 * x * (1 + (Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x.pow(3)))).tanh());
}
