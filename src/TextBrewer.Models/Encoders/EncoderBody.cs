using System.Globalization;

namespace TextBrewer.Models.Encoders;

/// <summary>What stands between an encoder's embeddings and its last hidden state, and how checkpoints name it.</summary>
/// <param name="Prefix">How the names of its tensors begin, in an encoder.</param>
internal abstract record EncoderBody(string Prefix)
{
    /// <summary>About how many parameters one layer has.</summary>
    internal abstract double LayerParameters(EncoderConfig config);

    /// <summary>The layer, from 0, that a tensor belongs to; null: it is of none.</summary>
    /// <param name="name">Its name in the encoder.</param>
    /// <param name="config">The encoder's configuration.</param>
    internal abstract int? LayerOf(string name, EncoderConfig config);

    /// <summary>The number that a text begins with; null: it does not begin with one.</summary>
    private protected static int? Number(string text) =>
        int.TryParse(string.Concat(text.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
