using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>
/// Initial weights as BERT prescribes them: N(0, initializer_range), biases 0, layer norms 1 and 0, the padding's rows 0. Those of a GRU
/// are uniform in ±1/√width, as torch has them.
/// </summary>
internal static class RandomWeights
{
    /// <param name="module">The module, whole or a part.</param>
    /// <param name="config">Its encoder's configuration.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    internal static void Fill(nn.Module module, EncoderConfig config, int? seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Fill(module.named_parameters(), config, seed);
        foreach (Encoder encoder in module.modules().Prepend(module).OfType<Encoder>()) encoder.ZeroPadding();
    }

    /// <param name="parameters">The parameters by their names.</param>
    /// <param name="config">The configuration of the encoder that they belong to.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    internal static void Fill(IEnumerable<(string Name, Parameter Parameter)> parameters, EncoderConfig config, int? seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        using Generator? generator = seed is int s ? new Generator((ulong)(uint)s) : null;
        double recurrent = 1 / Math.Sqrt(config.HiddenSize);
        foreach ((string name, Parameter parameter) in parameters)
        {
            if (name.StartsWith("gru.", StringComparison.Ordinal) || name.Contains(".gru.", StringComparison.Ordinal))
                parameter.uniform_(-recurrent, recurrent, generator);
            else if (name.EndsWith("norm.weight", StringComparison.OrdinalIgnoreCase)) parameter.fill_(1);
            else if (name.EndsWith("bias", StringComparison.Ordinal)) parameter.zero_();
            else parameter.normal_(0, config.InitializerRange, generator);
        }
    }
}
