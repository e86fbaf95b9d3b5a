namespace TextBrewer.Models.Encoders;

/// <summary>Layers in groups, each of which has the weights of one layer.</summary>
/// <param name="Groups">How many groups there are.</param>
/// <param name="Inner">What stands between a group's number and the names of a layer's parts.</param>
internal sealed record LayerSharing(Func<EncoderConfig, int> Groups, string Inner)
{
    /// <summary>The group of a layer, both from 0.</summary>
    internal int GroupOf(int layer, EncoderConfig config) => (int)((long)layer * Groups(config) / config.NumHiddenLayers);
}
