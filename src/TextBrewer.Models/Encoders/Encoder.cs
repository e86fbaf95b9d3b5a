using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Turns tokens into hidden states: the part of a model that its heads stand on.</summary>
public abstract class Encoder : nn.Module
{
    private readonly PositionCounting _counting;

    /// <param name="config">The configuration.</param>
    /// <param name="counting">How positions are counted.</param>
    private protected Encoder(EncoderConfig config, PositionCounting counting) : base(config.ModelType) =>
        (Config, _counting) = (config, counting);

    /// <summary>The encoder's configuration.</summary>
    public EncoderConfig Config { get; }

    /// <summary>
    /// Gradient checkpointing (Chen et al. 2016): until the backward pass each layer keeps its input alone, and is computed anew there.
    /// Training takes less memory and about a third more time, and ends with the same weights; what layers share agrees to rounding, for
    /// it is summed in another order. Without gradients it changes nothing.
    /// </summary>
    /// <exception cref="NotSupportedException">It is set on an encoder without layers of a transformer.</exception>
    public bool GradientCheckpointing
    {
        get => Stack is { Recomputes: true };
        set
        {
            if (Stack is { } stack) stack.Recomputes = value;
            else if (value)
                throw new NotSupportedException(
                    $"Gradient checkpointing is there for layers of a transformer, and a '{Config.ModelType}' encoder has none.");
        }
    }

    /// <summary>Whether it sums up a whole sequence, for heads that stand on that.</summary>
    internal abstract bool Pools { get; }

    /// <summary>The word embeddings, (vocabulary, embedding width).</summary>
    internal Tensor Words => Table.Words;

    /// <summary>The tables of embeddings.</summary>
    private protected abstract Embeddings Table { get; }

    /// <summary>The layers of a transformer; null: there are none.</summary>
    internal virtual TransformerStack? Stack => null;

    /// <summary>Encodes a batch.</summary>
    /// <param name="ids">Token ids, (batch, length).</param>
    /// <param name="mask">1 at real positions, 0 at padding, (batch, length).</param>
    /// <param name="types">Token types, (batch, length); null: all 0. What has none takes no notice.</param>
    /// <param name="wanted">What to keep beyond the last hidden state.</param>
    /// <param name="layers">How many layers are run, without a pooler then; null: all of them.</param>
    /// <exception cref="InvalidDataException">An id is outside the vocabulary, or a sequence is too long.</exception>
    public EncoderOutput Forward(
        Tensor ids,
        Tensor mask,
        Tensor? types = null,
        EncoderOutputs wanted = EncoderOutputs.None,
        int? layers = null) => Run(ids, mask, types, new OutputCollector(wanted, layers));

    /// <summary>Encodes a batch, and adds to what is collected.</summary>
    private protected abstract EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs);

    /// <summary>Sets the padding's rows of the embeddings to 0.</summary>
    internal void ZeroPadding()
    {
        if (Config.PadTokenId is not int padding) return;
        Table.Words[padding].zero_();
        if (_counting.Padding(Config) is int position) Table.Positions![position].zero_();
    }

    /// <summary>The sum of a batch's embeddings, normalised, (batch, length, embedding width).</summary>
    /// <exception cref="InvalidDataException">An id is outside the vocabulary, or a sequence is too long.</exception>
    private protected Tensor Embed(Tensor ids, Tensor? types)
    {
        int longest = _counting.Longest(Config);
        if (ids.shape[1] > longest)
            throw new InvalidDataException(
                $"A sequence has {ids.shape[1]} tokens, and the model has {longest} positions: lower max_length to {longest}.");
        return Table.call(ids, types, _counting.Of(ids, Config));
    }

    /// <summary>True at real positions, (batch, 1, 1, length).</summary>
    private protected static Tensor Keep(Tensor mask) => mask.to(ScalarType.Bool).unsqueeze(1).unsqueeze(1);
}
