using System.Text.Json;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

public sealed class PretrainedFolderTests
{
    [Theory]
    [InlineData("bert")]
    [InlineData("bert-gelu-new-eps")]
    [InlineData("bert-relu-2head")]
    [InlineData("bert-sequence")]
    [InlineData("bert-multilabel")]
    [InlineData("bert-regression")]
    public void Folder_loaded_and_saved_has_the_same_tensors_and_config_keys(string name)
    {
        string source = Golden.Path($"models/{name}");
        using TemporaryFolder target = new();
        if (name.StartsWith("bert-", StringComparison.Ordinal) && name is not ("bert-gelu-new-eps" or "bert-relu-2head"))
        {
            using SequenceClassifier model = PretrainedFolder.LoadClassifier(source).Model;
            PretrainedFolder.Save(model, target.Path);
        }
        else
        {
            using BertModel model = PretrainedFolder.LoadEncoder(source).Model;
            PretrainedFolder.Save(model, target.Path);
        }

        using SafetensorsFile expected = SafetensorsFile.Open(Path.Combine(source, "model.safetensors"));
        using SafetensorsFile actual = SafetensorsFile.Open(target["model.safetensors"]);
        Assert.Equal(expected.Metadata.OrderBy(p => p.Key), actual.Metadata.OrderBy(p => p.Key));
        Assert.Equal(expected.Entries.Keys.Order(), actual.Entries.Keys.Order());
        using var scope = NewDisposeScope();
        foreach (string tensor in expected.Entries.Keys)
        {
            Assert.Equal(expected.Entries[tensor].Type, actual.Entries[tensor].Type);
            Assert.Equal(expected.Entries[tensor].Shape, actual.Entries[tensor].Shape);
            Assert.True(expected.Read(tensor).equal(actual.Read(tensor)).all().item<bool>(), tensor);
        }
        using JsonDocument before = JsonDocument.Parse(File.ReadAllText(Path.Combine(source, "config.json")));
        using JsonDocument after = JsonDocument.Parse(File.ReadAllText(target["config.json"]));
        foreach (JsonProperty property in before.RootElement.EnumerateObject())
        {
            Assert.True(after.RootElement.TryGetProperty(property.Name, out JsonElement value), property.Name);
            Assert.True(JsonElement.DeepEquals(property.Value, value), property.Name);
        }
    }

    [Fact]
    public void Classifier_with_other_labels_keeps_the_encoder_and_reports_the_new_head()
    {
        (SequenceClassifier model, LoadReport report) = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence"), ["a", "b", "c", "d", "e"]);
        using (model)
        {
            Assert.Equal(["classifier.bias", "classifier.weight"], report.Misshapen.Select(m => m.Name).Order());
            Assert.Equal(5, model.Config.NumLabels);
        }
    }

    [Fact]
    public void Forward_of_an_id_outside_the_vocabulary_says_which()
    {
        using var scope = NewDisposeScope();
        using SequenceClassifier model = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence")).Model;
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => model.Forward(tensor(new long[] { 1, 60 }, 1, 2), ones(1, 2)));
        Assert.Contains("60", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, 3, new[] { 1, 3, 5 })]
    [InlineData(12, 4, new[] { 2, 5, 8, 11 })]
    [InlineData(12, 5, new[] { 1, 3, 6, 8, 11 })]
    public void EveryKth_of_two_depths_ends_with_the_last_layer(int teacher, int student, int[] expected) =>
        Assert.Equal(expected, LayerInitialization.EveryKth(teacher, student));

    [Fact]
    public void Copy_of_teacher_layers_gives_the_student_their_weights()
    {
        using SequenceClassifier teacher = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence")).Model;
        using SequenceClassifier student = new(teacher.Config with { NumHiddenLayers = 2 }, seed: 1);
        LayerInitialization.Copy(teacher, student, [0, 2]);
        using var scope = NewDisposeScope();
        Assert.True(teacher.state_dict()["bert.encoder.layer.2.output.dense.weight"].equal(student.state_dict()["bert.encoder.layer.1.output.dense.weight"]).all().item<bool>());
        Assert.Throws<InvalidDataException>(() => LayerInitialization.Copy(teacher, student, [0, 3]));
    }
}
