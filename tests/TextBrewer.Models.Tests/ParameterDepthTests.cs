using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Testing;

namespace TextBrewer.Models.Tests;

/// <summary>Every parameter of every architecture is of the embeddings, of a layer or of the head.</summary>
public sealed class ParameterDepthTests
{
    private const int LayerCount = 3;

    public static TheoryData<string> Names() => [.. Architecture.Names];

    [Theory, MemberData(nameof(Names))]
    public void Depths_of_a_model_go_from_embeddings_to_head_by_layer(string name)
    {
        EncoderConfig config = Config(name);
        Architecture architecture = Architecture.Of(config);
        using SequenceClassifier model = new(config, seed: 1);
        ILookup<int, string> byDepth = model.named_parameters().ToLookup(p => ParameterDepth.Of(p.name, config), p => p.name);
        // Layers that share their weights are as deep as the last of them.
        int[] layers = architecture.SharesLayers ? [LayerCount] : [.. Enumerable.Range(1, LayerCount)];
        Assert.Equal([0, .. layers, LayerCount + 1], byDepth.Select(depth => depth.Key).Order());
        Assert.Contains(architecture.WordsName, byDepth[0]);
        Assert.All(byDepth[0], parameter => Assert.True(
            architecture.Body.BeforeLayers.Prepend("embeddings")
                .Any(start => parameter.StartsWith($"{architecture.Prefix}.{start}", StringComparison.Ordinal)),
            parameter));
        Assert.All(byDepth[LayerCount + 1], parameter => Assert.True(
            !parameter.StartsWith(architecture.Prefix + ".", StringComparison.Ordinal)
                || parameter.Contains("pooler", StringComparison.Ordinal)
                || parameter == $"{architecture.Prefix}.final_norm.weight",
            parameter));
        if (!architecture.HasAttention) return;
        // Layers of a transformer are alike, but for the first one's norm where the embeddings are normalised.
        Assert.Single(layers.Skip(1).Append(LayerCount).Select(depth => byDepth[depth].Count()).Distinct());
        foreach (int depth in layers) Assert.All(byDepth[depth], parameter => Assert.StartsWith(
            $"{architecture.Prefix}.{architecture.Body.LayerPrefix(depth - 1, config)}",
            parameter,
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bigru", "bigru.gru.weight_ih_l0", 1)]
    [InlineData("bigru", "bigru.gru.bias_hh_l2_reverse", 3)]
    [InlineData("bigru", "bigru.dense.weight", 3)]
    [InlineData("electra", "electra.embeddings_project.weight", 0)]
    [InlineData("bert", "bert.pooler.dense.weight", 4)]
    [InlineData("bert", "bert.encoder.layer.2.output.dense.weight", 3)]
    [InlineData("bert", "classifier_1.weight", 4)]
    [InlineData("distilbert", "distilbert.transformer.layer.0.ffn.lin1.bias", 1)]
    [InlineData("distilbert", "pre_classifier.weight", 4)]
    [InlineData("albert", "albert.encoder.albert_layer_groups.0.albert_layers.0.ffn.weight", 3)]
    [InlineData("albert", "albert.encoder.embedding_hidden_mapping_in.weight", 0)]
    [InlineData("deberta-v2", "deberta.encoder.rel_embeddings.weight", 0)]
    [InlineData("deberta-v2", "deberta.encoder.layer.1.output.dense.weight", 2)]
    [InlineData("deberta-v2", "pooler.dense.weight", 4)]
    [InlineData("mpnet", "mpnet.encoder.relative_attention_bias.weight", 0)]
    [InlineData("modernbert", "model.layers.0.attn.Wqkv.weight", 1)]
    [InlineData("modernbert", "model.final_norm.weight", 4)]
    [InlineData("xlm-roberta", "roberta.encoder.layer.2.output.dense.weight", 3)]
    public void Depth_of_a_name(string architecture, string name, int depth) =>
        Assert.Equal(depth, ParameterDepth.Of(name, Config(architecture)));

    [Fact]
    public void Tasks_that_share_an_encoder_share_its_depths()
    {
        EncoderConfig config = Config("bert");
        Encoder encoder = Architecture.Build(config, seed: 1);
        using MultiTaskModel model = new(
        [
            ("mood", SequenceClassifier.Over(encoder, config.WithLabels(["a", "b"]), 2)),
            ("names", TokenClassifier.Over(encoder, config.WithLabels(["c", "d", "e"]), 3)),
        ]);
        int[] depths = [.. model.named_parameters().Select(p => ParameterDepth.Of(p.name, config)).Distinct().Order()];
        Assert.Equal([0, 1, 2, 3, 4], depths);
    }

    private static EncoderConfig Config(string architecture) => new()
    {
        ModelType = architecture,
        VocabSize = 11,
        HiddenSize = 8,
        EmbeddingSize = architecture is "electra" or "albert" ? 4 : null,
        NumHiddenLayers = LayerCount,
        NumAttentionHeads = 2,
        IntermediateSize = 12,
        MaxPositionEmbeddings = 16,
    };
}
