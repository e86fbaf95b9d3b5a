using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Models.Bert;

/// <summary>Activations as <c>hidden_act</c> names them.</summary>
internal static class Activation
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> ByName = new(StringComparer.Ordinal)
    {
        ["gelu"] = functional.gelu,
        ["gelu_new"] = GeluTanh,
        ["gelu_pytorch_tanh"] = GeluTanh,
        ["relu"] = x => functional.relu(x),
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
