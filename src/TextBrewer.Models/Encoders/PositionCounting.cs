using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Which entries of the table of positions the tokens of a sequence take.</summary>
internal sealed class PositionCounting
{
    private const int UsualPadding = 1;

    private readonly bool _behindPadding;

    private PositionCounting(bool behindPadding, bool hasTable = true) => (_behindPadding, HasTable) = (behindPadding, hasTable);

    /// <summary>No entries: attention itself knows of positions, and <c>max_position_embeddings</c> is how many it was made for.</summary>
    internal static PositionCounting WithoutTable { get; } = new(behindPadding: false, hasTable: false);

    /// <summary>0, 1, 2, … whatever the tokens are.</summary>
    internal static PositionCounting FromZero { get; } = new(behindPadding: false);

    /// <summary>Real tokens from the entry behind the padding's, padding itself in its own (RoBERTa).</summary>
    internal static PositionCounting BehindPadding { get; } = new(behindPadding: true);

    /// <summary>Whether there is a table of positions.</summary>
    internal bool HasTable { get; }

    /// <summary>The padding's entry; null: padding has positions like any other token.</summary>
    internal int? Padding(EncoderConfig config) => _behindPadding ? config.PadTokenId ?? UsualPadding : null;

    /// <summary>How many entries stand before the first token's.</summary>
    internal int Offset(EncoderConfig config) => Padding(config) + 1 ?? 0;

    /// <summary>The longest sequence, in tokens.</summary>
    internal int Longest(EncoderConfig config) => config.MaxPositionEmbeddings - Offset(config);

    /// <summary>The entries for a batch of tokens, (length) or (batch, length).</summary>
    internal Tensor Of(Tensor ids, EncoderConfig config)
    {
        if (Padding(config) is not int padding) return arange(ids.shape[1], device: ids.device);
        Tensor real = ids.ne(padding).to(ScalarType.Int64); // (batch, length)
        return (real.cumsum(1) * real) + padding; // (batch, length)
    }
}
