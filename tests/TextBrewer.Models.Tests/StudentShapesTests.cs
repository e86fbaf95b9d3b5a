using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

/// <summary>TextBrewer's students: parameters without pooler and head, as its documentation counts them.</summary>
public sealed class StudentShapesTests
{
    [Theory]
    [InlineData("T6", 28996, 65192448)]
    [InlineData("T3", 28996, 43928832)]
    [InlineData("T3-small", 28996, 16656000)]
    [InlineData("T4-tiny", 28996, 13776480)]
    [InlineData("T12-nano", 28996, 17032192)]
    [InlineData("BiGRU", 28996, 30932736)]
    [InlineData("T3", 21128, 37886208)]
    [InlineData("T3-small", 21128, 13634688)]
    [InlineData("T4-tiny", 21128, 11321664)]
    [InlineData("Electra-small", 21128, 12280576)]
    public void Student_of_a_vocabulary_has_as_many_parameters_as_documented(string name, int vocabulary, long expected)
    {
        using TokenClassifier model = new(StudentShapes.Apply(name, new EncoderConfig { VocabSize = vocabulary }));
        long head = model.Config.NumLabels * (model.Config.HiddenSize + 1);
        Assert.Equal(expected, ModelSize.Parameters(model) - head);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("roberta")]
    [InlineData("electra")]
    [InlineData("distilbert")]
    [InlineData("xlm-roberta")]
    [InlineData("mpnet")]
    [InlineData("albert")]
    [InlineData("deberta-v3")]
    [InlineData("modernbert")]
    public void Student_of_a_teacher_keeps_its_architecture_and_can_be_saved_and_read(string name)
    {
        EncoderConfig teacher = GoldenModels.Config(name);
        EncoderConfig student = StudentShapes.Apply("T4-tiny", teacher);
        EncoderConfig read = EncoderConfig.FromJson(student.ToJson(), "the student");
        Assert.Equal((teacher.ModelType, 4, 312, 12), (read.ModelType, read.NumHiddenLayers, read.HiddenSize, read.NumAttentionHeads));
        // ALBERT's embeddings are projected whatever their width is.
        Assert.Equal(name == "electra" ? 312 : name == "albert" ? teacher.EmbeddingSize : null, read.EmbeddingSize);
        Assert.Equal(teacher.Positions, read.Positions);
        using DisposeScope scope = NewDisposeScope();
        using SequenceClassifier model = new(read, seed: 1);
        Tensor ids = full([2, 7], 3, ScalarType.Int64);
        Assert.Equal([2, 2], model.Forward(ids, ones_like(ids)).Logits.shape);
    }

    [Theory]
    [InlineData("roberta", "BiGRU")]
    [InlineData("distilbert", "Electra-small")]
    public void Student_of_another_architecture_reads_all_that_its_teacher_reads(string teacher, string name)
    {
        EncoderConfig student = StudentShapes.Apply(name, GoldenModels.Config(teacher));
        using var scope = NewDisposeScope();
        using Encoder encoder = Architecture.Build(EncoderConfig.FromJson(student.ToJson(), "the student"), seed: 1);
        int longest = GoldenModels.Config(teacher).Positions;
        EncoderOutput output = encoder.Forward(
            full([2, longest], 3, ScalarType.Int64),
            ones(2, longest),
            ones([2, longest], ScalarType.Int64));
        Assert.Equal([2, longest, student.HiddenSize], output.LastHidden.shape);
    }

    [Theory]
    [InlineData("distilbert", "n_layers")]
    [InlineData("distilbert", "num_hidden_layers")]
    [InlineData("bert", "num_hidden_layers")]
    public void Config_with_a_change_takes_either_name_of_a_key(string name, string key)
    {
        EncoderConfig changed = GoldenModels.Config(name).With(new() { [key] = 1 }, "the test");
        Assert.Equal(GoldenModels.Config(name).ToJson(), (changed with { NumHiddenLayers = 3 }).ToJson());
        Assert.Equal(1, changed.NumHiddenLayers);
        Assert.False(changed.HasKey("layers"));
    }

    [Theory]
    [InlineData("roberta", "bert")]
    [InlineData("distilbert", "bigru")]
    [InlineData("bert", "electra")]
    [InlineData("bert", "roberta")]
    [InlineData("bert", "xlm-roberta")]
    [InlineData("bert", "deberta-v2")]
    [InlineData("roberta", "modernbert")]
    [InlineData("deberta-v3", "bert")]
    [InlineData("modernbert", "albert")]
    [InlineData("roberta", "mpnet")]
    public void Config_with_another_architecture_keeps_sizes_and_positions(string from, string to)
    {
        EncoderConfig start = GoldenModels.Config(from), changed = start.With(
            new() { ["model_type"] = to, ["embedding_size"] = to == "electra" ? 8 : null },
            "the test");
        Assert.Equal(
            (to, start.HiddenSize, start.NumHiddenLayers, start.Positions),
            (changed.ModelType, changed.HiddenSize, changed.NumHiddenLayers, changed.Positions));
    }

    // torch.nn.Dropout(None) is an error: a file that says null is one that transformers cannot load.
    [Fact]
    public void DistilBert_of_another_architecture_names_no_null()
    {
        string json = GoldenModels.Config("bert").With(new() { ["model_type"] = "distilbert" }, "the test").ToJson();
        Assert.Contains("\"seq_classif_dropout\": 0.2", json, StringComparison.Ordinal);
        Assert.Contains("\"n_layers\": 3", json, StringComparison.Ordinal);
    }
}
