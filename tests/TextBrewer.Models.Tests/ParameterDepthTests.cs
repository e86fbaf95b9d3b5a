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
    public void Depths_of_a_model_go_from_embeddings_to_head_by_layer(string architecture)
    {
        EncoderConfig config = Config(architecture);
        using SequenceClassifier model = new(config, seed: 1);
        ILookup<int, string> byDepth = model.named_parameters().ToLookup(p => ParameterDepth.Of(p.name, config), p => p.name);
        Assert.Equal([0, 1, 2, 3, 4], byDepth.Select(depth => depth.Key).Order());
        Assert.All(byDepth[0], name => Assert.StartsWith($"{architecture}.embeddings", name, StringComparison.Ordinal));
        Assert.All(byDepth[4], name => Assert.True(
            !name.StartsWith(architecture + ".", StringComparison.Ordinal) || name.Contains("pooler", StringComparison.Ordinal),
            name));
        if (!Architecture.Of(config).HasAttention) return;
        // Layers of a transformer are alike.
        Assert.Single(Enumerable.Range(1, LayerCount).Select(depth => byDepth[depth].Count()).Distinct());
        foreach (int depth in Enumerable.Range(1, LayerCount))
            Assert.All(byDepth[depth], name => Assert.Contains($".layer.{depth - 1}.", name, StringComparison.Ordinal));
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
        EmbeddingSize = architecture == "electra" ? 4 : null,
        NumHiddenLayers = LayerCount,
        NumAttentionHeads = 2,
        IntermediateSize = 12,
        MaxPositionEmbeddings = 16,
    };
}
