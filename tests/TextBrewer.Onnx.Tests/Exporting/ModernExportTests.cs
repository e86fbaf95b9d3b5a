using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Tests;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Exporting;

/// <summary>Every head of the families that came after BERT's, as ONNX files of any batch and length.</summary>
public sealed class ModernExportTests
{
    public static TheoryData<string, string, ExportForm> Heads() =>
    [
        .. from family in (string[])["xlm-roberta", "mpnet", "albert", "deberta-v3", "modernbert"]
           from head in (string[])["sequence", "token", "qa", "choice", "mlm"]
           from form in (ExportForm[])[ExportForm.Portable, ExportForm.Runtime]
           select new TheoryDataRow<string, string, ExportForm>(family, head, form),
    ];

    [Theory, MemberData(nameof(Heads))]
    public void Exported_head_gives_what_the_model_gives(string family, string head, ExportForm form)
    {
        using TaskModel model = Model(GoldenModels.Config(family), head);
        Compare(model, form, 1e-5);
    }

    [Theory]
    [InlineData(ExportForm.Portable)]
    [InlineData(ExportForm.Runtime)]
    public void Mean_over_real_positions_is_exported(ExportForm form)
    {
        EncoderConfig config = GoldenModels.Config("modernbert").With(new() { ["classifier_pooling"] = "mean" }, "the test");
        foreach (string head in (string[])["sequence", "choice"])
        {
            using TaskModel model = Model(config, head);
            Compare(model, form, 1e-5);
        }
    }

    [Theory]
    [InlineData("c2p")]
    [InlineData("p2c")]
    [InlineData("")]
    public void Kinds_of_disentangled_attention_are_exported(string kinds)
    {
        EncoderConfig config = GoldenModels.Config("deberta-v3").With(
            new() { ["pos_att_type"] = kinds, ["position_buckets"] = -1, ["norm_rel_ebd"] = "none" },
            "the test");
        foreach (ExportForm form in (ExportForm[])[ExportForm.Portable, ExportForm.Runtime])
        {
            using TaskModel model = Model(config, "sequence");
            Compare(model, form, 1e-5);
        }
    }

    private static TaskModel Model(EncoderConfig config, string head)
    {
        config = config.WithLabels(["a", "b", "c"]) with { InitializerRange = 0.3 };
        return head switch
        {
            "sequence" => new SequenceClassifier(config, seed: 1),
            "token" => new TokenClassifier(config, seed: 1),
            "qa" => new QuestionAnswerer(config, seed: 1),
            "choice" => new MultipleChoice(config, seed: 1),
            _ => new MaskedLanguageModel(config, seed: 1),
        };
    }

    private static void Compare(TaskModel model, ExportForm form, double tolerance)
    {
        using TemporaryFolder folder = new();
        OnnxExport.Write(model, folder["model.onnx"], form);
        using OnnxModel onnx = OnnxModel.Load(folder["model.onnx"]);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.eval();
        using Generator random = new(7);
        List<double> wanted = [], given = [];
        foreach ((int batch, int length) in new[] { (1, 1), (2, 3), (3, 17) })
        {
            long[] shape = model is MultipleChoice ? [batch, 2, length] : [batch, length];
            Tensor ids = randint(4, 40, shape, ScalarType.Int64, generator: random), mask = ones_like(ids);
            // Of 17 positions 14 are padding: the last of them are beyond the reach of local layers.
            if (length > 2) mask[batch - 1].narrow(-1, 3, length - 3).zero_();
            ids = ids.masked_fill(mask.eq(0), model.Config.PadTokenId!.Value);
            Dictionary<string, Tensor> inputs = new()
            {
                ["input_ids"] = ids,
                ["attention_mask"] = mask,
                ["token_type_ids"] = zeros_like(ids),
            };
            IReadOnlyDictionary<string, Tensor> outputs = onnx.Run(onnx.InputNames.ToDictionary(name => name, name => inputs[name]));
            IReadOnlyList<Tensor> computed = model.Forward(ids, mask).All;
            string[] names = computed.Count == 2 ? ["start_logits", "end_logits"] : ["logits"];
            foreach ((string name, Tensor values) in names.Zip(computed))
            {
                Assert.Equal(values.shape, outputs[name].shape);
                wanted.AddRange(Agree.Values(values));
                given.AddRange(Agree.Values(outputs[name]));
            }
        }
        Agree.Assert([.. wanted], [.. given], tolerance, $"{model.Config.ModelType} {model.GetType().Name} {form}");
    }
}
