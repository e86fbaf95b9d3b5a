using System.Text.Json;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Models.Tests;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Exporting;

/// <summary>Every golden model as an ONNX file, run by ONNX Runtime, against transformers.</summary>
public sealed class ExportGoldenTests
{
    private static readonly Dictionary<string, string> Outputs = new()
    {
        ["logits"] = "logits",
        ["start_logits"] = "start_logits",
        ["end_logits"] = "end_logits",
        ["last_hidden_state"] = "last_hidden_state",
        ["pooler_output"] = "pooler_output",
    };

    public static TheoryData<string, ExportForm> Models()
    {
        TheoryData<string, ExportForm> data = [];
        foreach (string name in GoldenModels.Names)
            foreach (ExportForm form in (ExportForm[])[ExportForm.Portable, ExportForm.Runtime]) data.Add(name, form);
        return data;
    }

    [Theory, MemberData(nameof(Models))]
    public void Exported_golden_model_gives_every_golden_output(string name, ExportForm form)
    {
        using TemporaryFolder folder = new();
        Export(name, folder["model.onnx"], form);
        using OnnxModel model = OnnxModel.Load(folder["model.onnx"]);
        JsonElement golden = GoldenModels.Expected(name);
        using var scope = NewDisposeScope();
        IReadOnlyDictionary<string, Tensor> outputs = model.Run(model.InputNames
            .ToDictionary(input => input, input => Agree.Tensor(golden.GetProperty("inputs").GetProperty(input), ScalarType.Int64)));
        int compared = 0;
        foreach (JsonProperty expected in golden.GetProperty("outputs").EnumerateObject().Where(o => Outputs.ContainsKey(o.Name)))
        {
            Agree.Assert(expected.Value, outputs[expected.Name], 1e-5, $"{name} {expected.Name}");
            compared++;
        }
        Assert.Equal(outputs.Count, compared);
    }

    // The graph has names for batch and length: other sizes are no other file.
    [Theory]
    [InlineData("bert-sequence", ExportForm.Portable)]
    [InlineData("bert-sequence", ExportForm.Runtime)]
    [InlineData("roberta-token", ExportForm.Portable)]
    [InlineData("roberta-token", ExportForm.Runtime)]
    [InlineData("electra-qa", ExportForm.Runtime)]
    [InlineData("distilbert-sequence", ExportForm.Runtime)]
    public void Exported_model_of_other_sizes_gives_what_the_model_gives(string name, ExportForm form)
    {
        using TemporaryFolder folder = new();
        using TaskModel source = GoldenModels.Load(name);
        OnnxExport.Write(source, folder["model.onnx"], form);
        Compare(source.eval, (ids, mask, types) => source.Forward(ids, mask, types).All[0], folder["model.onnx"]);
    }

    [Fact]
    public void Exported_recurrent_model_gives_what_the_model_gives()
    {
        EncoderConfig config = GoldenModels.BiGru(layers: 2);
        using TemporaryFolder folder = new();
        using SequenceClassifier classifier = new(config.WithLabels(["a", "b", "c"]), seed: 1);
        OnnxExport.Write(classifier, folder["classifier.onnx"]);
        Compare(classifier.eval, (ids, mask, types) => classifier.Forward(ids, mask, types).Logits, folder["classifier.onnx"]);
        using TokenClassifier tagger = new(config.WithLabels(["a", "b", "c"]), seed: 1);
        OnnxExport.Write(tagger, folder["tagger.onnx"]);
        Compare(tagger.eval, (ids, mask, types) => tagger.Forward(ids, mask, types).Logits, folder["tagger.onnx"]);
    }

    private static void Compare(Action eval, Func<Tensor, Tensor, Tensor, Tensor> expected, string path)
    {
        using OnnxModel onnx = OnnxModel.Load(path);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        eval();
        using Generator random = new(7);
        List<double> wanted = [], given = [];
        foreach ((int batch, int length) in new[] { (1, 1), (2, 3), (5, 17) })
        {
            Tensor ids = randint(2, 40, [batch, length], ScalarType.Int64, generator: random);
            Tensor mask = ones([batch, length], ScalarType.Int64), types = zeros([batch, length], ScalarType.Int64);
            if (length > 2) mask[batch - 1, (length - 2)..].zero_();
            ids = where(mask.eq(1), ids, ones_like(ids)); // RoBERTa's padding; no other model cares
            Dictionary<string, Tensor> inputs = new() { ["input_ids"] = ids, ["attention_mask"] = mask, ["token_type_ids"] = types };
            Tensor actual = onnx.Run(onnx.InputNames.ToDictionary(name => name, name => inputs[name])).Values.First();
            Tensor computed = expected(ids, mask, types);
            Assert.Equal(computed.shape, actual.shape);
            wanted.AddRange(Agree.Values(computed));
            given.AddRange(Agree.Values(actual));
        }
        // One scale for all sizes: the one logit of a single token may be small by chance, its terms are not.
        Agree.Assert([.. wanted], [.. given], 1e-5, path);
    }

    /// <summary>Writes a golden model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">The file.</param>
    /// <param name="form">The form.</param>
    /// <param name="most">How many bytes of weights the file holds at most.</param>
    internal static void Export(string name, string path, ExportForm form, long most = WeightStore.Most)
    {
        using WeightStore store = new(path, most);
        if (GoldenModels.Architecture(name).EndsWith("Model", StringComparison.Ordinal))
        {
            using Encoder encoder = PretrainedFolder.LoadEncoder(Golden.Path(GoldenModels.Folder(name))).Model;
            OnnxExport.Write(encoder, store, form);
        }
        else
        {
            using TaskModel model = GoldenModels.Load(name);
            OnnxExport.Write(model, store, form);
        }
    }
}
