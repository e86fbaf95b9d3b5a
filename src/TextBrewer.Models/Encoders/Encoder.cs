using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Turns tokens into hidden states: the part of a model that its heads stand on.</summary>
public abstract class Encoder : nn.Module
{
    private protected Encoder(EncoderConfig config) : base(config.ModelType) => Config = config;

    /// <summary>Its configuration.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The word embeddings, (vocabulary, embedding width).</summary>
    internal abstract Tensor Words { get; }

    /// <summary>Encodes a batch.</summary>
    /// <param name="ids">Token ids, (batch, length).</param>
    /// <param name="mask">1 at real positions, 0 at padding, (batch, length).</param>
    /// <param name="types">Token types, (batch, length); null: all 0. RoBERTa and DistilBERT have none and take no notice.</param>
    /// <param name="wanted">What to keep beyond the last hidden state.</param>
    /// <exception cref="InvalidDataException">An id is outside the vocabulary, or a sequence is too long.</exception>
    public abstract EncoderOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None);

    /// <summary>Makes the encoder that a configuration describes, with random weights.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    public static Encoder Create(EncoderConfig config, int? seed = null)
    {
        Architecture architecture = Architecture.Of(config);
        Encoder encoder = architecture.Encoder(config, architecture.HasPooler);
        RandomWeights.Fill(encoder, config, seed);
        return encoder;
    }

    /// <summary>The positions of a sequence, counted from 0, (length).</summary>
    private protected Tensor Positions(Tensor ids)
    {
        long length = ids.shape[1];
        if (length > Config.Positions)
            throw new InvalidDataException(
                $"A sequence has {length} tokens, and the model has {Config.Positions} positions: lower max_length to {Config.Positions}.");
        return arange(length, device: ids.device);
    }

    /// <summary>True at real positions, (batch, 1, 1, length).</summary>
    private protected static Tensor Keep(Tensor mask) => mask.to(ScalarType.Bool).unsqueeze(1).unsqueeze(1);
}
