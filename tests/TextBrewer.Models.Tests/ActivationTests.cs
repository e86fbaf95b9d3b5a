using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

/// <summary>Activations that no golden checkpoint has, by their formulas: what transformers calls by these names.</summary>
public sealed class ActivationTests
{
    [Theory]
    [InlineData("quick_gelu")]
    [InlineData("gelu_fast")]
    [InlineData("gelu_10")]
    [InlineData("silu")]
    [InlineData("mish")]
    [InlineData("relu2")]
    [InlineData("relu6")]
    [InlineData("leaky_relu")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("linear")]
    public void Encoder_with_an_activation_computes_its_formula(string name)
    {
        EncoderConfig config = new()
        {
            VocabSize = 20,
            HiddenSize = 8,
            NumHiddenLayers = 1,
            NumAttentionHeads = 2,
            IntermediateSize = 8,
            MaxPositionEmbeddings = 8,
            HiddenAct = name,
            InitializerRange = 1,
            LayerNormEps = 1e-6
        };
        using Encoder encoder = Architecture.Build(EncoderConfig.FromJson(config.ToJson(), "the test"), seed: 1);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        encoder.to(ScalarType.Float64).eval();
        Dictionary<string, Tensor> weights = encoder.state_dict();
        Tensor ids = tensor(new long[] { 3, 7, 11 }, 1, 3);
        // With attention's output layer at 0, the layer is its feed-forward network alone.
        weights["encoder.layer.0.attention.output.dense.weight"].zero_();
        EncoderOutput output = encoder.Forward(ids, ones_like(ids), wanted: EncoderOutputs.HiddenStates);

        Tensor attended = Norm(output.Hidden![0]);
        Tensor inner = Linear(attended, "encoder.layer.0.intermediate.dense");
        Tensor expected = Norm(Linear(
            tensor(Agree.Values(inner).Select(x => Formula(name, x)).ToArray(), inner.shape),
            "encoder.layer.0.output.dense") + attended);
        Agree.Assert(Agree.Values(expected), Agree.Values(output.LastHidden), 1e-9, name);

        Tensor Linear(Tensor x, string layer) => nn.functional.linear(x, weights[layer + ".weight"], weights[layer + ".bias"]);

        static Tensor Norm(Tensor x) => nn.functional.layer_norm(x, [8], eps: 1e-6);
    }

    [Fact]
    public void Unknown_activation_is_refused_by_name() =>
        Assert.Contains(
            "swiglu",
            Assert.Throws<InvalidDataException>(() => EncoderConfig.FromJson("""{"hidden_act":"swiglu"}""", "the test")).Message,
            StringComparison.Ordinal);

    private static double Formula(string name, double x) => name switch
    {
        "quick_gelu" => x / (1 + Math.Exp(-1.702 * x)),
        "gelu_fast" => 0.5 * x * (1 + Math.Tanh(x * 0.7978845608028654 * (1 + (0.044715 * x * x)))),
        "gelu_10" => Math.Clamp(x * Normal(x), -10, 10),
        "silu" => x / (1 + Math.Exp(-x)),
        "mish" => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        "relu2" => x > 0 ? x * x : 0,
        "relu6" => Math.Clamp(x, 0, 6),
        "leaky_relu" => x > 0 ? x : 0.01 * x,
        "tanh" => Math.Tanh(x),
        "sigmoid" => 1 / (1 + Math.Exp(-x)),
        _ => x,
    };

    /// <summary>The normal distribution's integral up to x, by Simpson's rule.</summary>
    private static double Normal(double x)
    {
        const int Steps = 2000;
        double width = x / Steps, sum = 0;
        for (int i = 0; i <= Steps; i++) sum += Math.Exp(-0.5 * i * width * (i * width)) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        return 0.5 + (sum * width / 3 / Math.Sqrt(2 * Math.PI));
    }
}
