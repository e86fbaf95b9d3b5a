using System.Globalization;

namespace TextBrewer.Models.Encoders;

/// <summary>What stands between an encoder's embeddings and its last hidden state, and how checkpoints name it.</summary>
/// <param name="Prefix">How the names of its tensors begin, in an encoder; the layer's number follows.</param>
internal abstract record EncoderBody(string Prefix)
{
    /// <summary>How the names of tensors begin that are no layer's and stand before the first one, beside the embeddings.</summary>
    internal IReadOnlyList<string> BeforeLayers { get; init; } = [];

    /// <summary>How layers share weights; null: each has its own.</summary>
    internal LayerSharing? Sharing { get; init; }

    /// <summary>About how many parameters stand before the first layer, beside the embeddings.</summary>
    internal Func<EncoderConfig, double> ParametersBefore { get; init; } = _ => 0;

    /// <summary>What of a layer is not of the hidden width; null: a layer cannot be made narrower channel by channel.</summary>
    internal virtual IReadOnlyList<LayerAxis>? Axes => null;

    /// <summary>Whether channels of queries and keys are turned in pairs, one of a head's first half with one of its second.</summary>
    internal virtual bool TurnsPairs => false;

    /// <summary>About how many parameters one layer has.</summary>
    internal abstract double LayerParameters(EncoderConfig config);

    /// <summary>How many layers have weights of their own.</summary>
    internal int OwnLayers(EncoderConfig config) => Sharing?.Groups(config) ?? config.NumHiddenLayers;

    /// <summary>How the names of a layer's tensors begin, in an encoder.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="config">The encoder's configuration.</param>
    internal string LayerPrefix(int layer, EncoderConfig config) => FormattableString.Invariant(
        $"{Prefix}{(Sharing is null ? layer : Sharing.GroupOf(layer, config))}.{Sharing?.Inner}");

    /// <summary>The layer, from 0, that a tensor belongs to, the last of those that share it; null: it is of none.</summary>
    /// <param name="name">Its name in the encoder.</param>
    /// <param name="config">The encoder's configuration.</param>
    internal virtual int? LayerOf(string name, EncoderConfig config)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || Number(name[Prefix.Length..]) is not int number) return null;
        return Sharing is null
            ? number
            : Enumerable.Range(0, config.NumHiddenLayers).Last(layer => Sharing.GroupOf(layer, config) <= number);
    }

    /// <summary>The number that a text begins with; null: it does not begin with one.</summary>
    private protected static int? Number(string text) =>
        int.TryParse(string.Concat(text.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
