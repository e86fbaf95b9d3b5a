using System.Text.Json;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

/// <summary>Tiny random checkpoints against transformers: every output, the loss, every gradient norm.</summary>
public sealed class ModelGoldenTests
{
    private const EncoderOutputs Everything =
        EncoderOutputs.HiddenStates | EncoderOutputs.AttentionProbabilities | EncoderOutputs.AttentionScores | EncoderOutputs.QueryKeyValue;

    public static TheoryData<string, ScalarType> Encoders() =>
        Models(architecture => architecture.EndsWith("Model", StringComparison.Ordinal));

    public static TheoryData<string, ScalarType> Heads() =>
        Models(architecture => !architecture.EndsWith("Model", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Encoders))]
    public void Encoder_of_golden_model_gives_every_golden_output(string name, ScalarType type)
    {
        JsonElement golden = GoldenModels.Expected(name);
        using var scope = NewDisposeScope();
        using Encoder model = PretrainedFolder.LoadEncoder(Golden.Path(GoldenModels.Folder(name))).Model;
        model.to(type);
        model.eval();
        (Tensor ids, Tensor mask, Tensor? types) = Inputs(golden);

        LiveTensors.Unchanged(() =>
        {
            using var step = NewDisposeScope();
            model.Forward(ids, mask, types, Everything).LastHidden.sum().backward();
            model.zero_grad();
        });
        LiveTensors.Unchanged(() =>
        {
            using var step = NewDisposeScope();
            using var noGrad = no_grad();
            model.Forward(ids, mask, types);
        });
        Check(golden.GetProperty("outputs"), null, model.Forward(ids, mask, types, Everything), Tolerance(type));
        // The fused path, without probabilities, must agree as well.
        EncoderOutput fused = model.Forward(ids, mask, types);
        Agree.Assert(
            golden.GetProperty("outputs").GetProperty("last_hidden_state"),
            fused.LastHidden,
            Tolerance(type),
            "fused last_hidden_state");
        Assert.Null(fused.Hidden);
    }

    [Theory, MemberData(nameof(Encoders))]
    public void Encoder_stops_behind_the_layers_that_are_asked_for(string name, ScalarType type)
    {
        JsonElement golden = GoldenModels.Expected(name);
        using var scope = NewDisposeScope();
        using Encoder model = PretrainedFolder.LoadEncoder(Golden.Path(GoldenModels.Folder(name))).Model;
        model.to(type);
        model.eval();
        (Tensor ids, Tensor mask, Tensor? types) = Inputs(golden);
        EncoderOutput whole = model.Forward(ids, mask, types, Everything);
        for (int layers = 0; layers <= model.Config.NumHiddenLayers; layers++)
        {
            EncoderOutput first = model.Forward(ids, mask, types, Everything, layers);
            Assert.Null(first.Pooled);
            Assert.Equal(layers, first.Query!.Count);
            Assert.Equal(layers + 1, first.Hidden!.Count);
            Assert.True(first.LastHidden.equal(whole.Hidden![layers]).all().item<bool>());
            for (int i = 0; i <= layers; i++) Assert.True(first.Hidden[i].equal(whole.Hidden[i]).all().item<bool>());
        }
    }

    [Theory, MemberData(nameof(Heads))]
    public void Head_of_golden_model_gives_every_golden_output_loss_and_gradient_norm(string name, ScalarType type)
    {
        JsonElement golden = GoldenModels.Expected(name);
        JsonElement outputs = golden.GetProperty("outputs");
        using var scope = NewDisposeScope();
        using TaskModel model = GoldenModels.Load(name);
        model.to(type);
        model.train();
        (Tensor ids, Tensor mask, Tensor? types) = Inputs(golden);
        HeadOutput output = model.Forward(ids, mask, types, Everything);
        Check(outputs, output.All, output.Encoder, Tolerance(type));

        Tensor loss = Loss(model, output, golden.GetProperty("labels"), type);
        Agree.Assert(Agree.Number(outputs.GetProperty("loss")), loss.to(ScalarType.Float64).item<double>(), Tolerance(type), "loss");
        loss.backward();

        JsonProperty[] norms = [.. outputs.GetProperty("gradient_norms").EnumerateObject()];
        double scale = norms.Select(n => Agree.Number(n.Value)).Where(double.IsFinite).DefaultIfEmpty().Max();
        Dictionary<string, double> actual = model.named_parameters()
            .ToDictionary(p => p.name, p => p.parameter.grad is { } g ? g.to(ScalarType.Float64).norm().item<double>() : 0);
        Assert.Equal(norms.Select(n => n.Name).Order(), actual.Keys.Order());
        foreach (JsonProperty norm in norms) Agree.Assert(Agree.Number(norm.Value), actual[norm.Name], Tolerance(type), norm.Name, scale);
    }

    private static Tensor Loss(TaskModel model, HeadOutput output, JsonElement labels, ScalarType type)
    {
        return model switch
        {
            SequenceClassifier classifier => classifier.Loss(output.Logits, classifier.Config.Problem == "single_label_classification"
                ? Label("labels")
                : Agree.Tensor(labels.GetProperty("labels"), type)),
            TokenClassifier tagger => tagger.Loss(output.Logits, Label("labels")),
            QuestionAnswerer => QuestionAnswerer.Loss(output.All[0], output.All[1], Label("start_positions"), Label("end_positions")),
            MultipleChoice => MultipleChoice.Loss(output.Logits, Label("labels")),
            MaskedLanguageModel words => words.Loss(output.Logits, Label("labels")),
            _ => throw new InvalidOperationException(model.GetType().Name),
        };

        Tensor Label(string key) => Agree.Tensor(labels.GetProperty(key), ScalarType.Int64);
    }

    private static void Check(JsonElement golden, IReadOnlyList<Tensor>? logits, EncoderOutput output, double tolerance)
    {
        foreach (JsonProperty property in golden.EnumerateObject())
        {
            switch (property.Name)
            {
                case "logits" or "start_logits": Agree.Assert(property.Value, logits![0], tolerance, property.Name); break;
                case "end_logits": Agree.Assert(property.Value, logits![1], tolerance, property.Name); break;
                case "last_hidden_state": Agree.Assert(property.Value, output.LastHidden, tolerance, property.Name); break;
                case "pooler_output": Agree.Assert(property.Value, output.Pooled!, tolerance, property.Name); break;
                case "hidden_states": CheckList(property, output.Hidden!, tolerance); break;
                case "attentions": CheckList(property, output.Attention!, tolerance); break;
                case "attention_scores": CheckList(property, output.AttentionScores!, tolerance); break;
                case "query": CheckList(property, output.Query!, tolerance); break;
                case "key": CheckList(property, output.Key!, tolerance); break;
                case "value": CheckList(property, output.Value!, tolerance); break;
                case "cross_attentions" or "loss" or "gradient_norms": break;
                default: Assert.Fail($"The golden output '{property.Name}' is not checked."); break;
            }
        }
    }

    private static void CheckList(JsonProperty golden, IReadOnlyList<Tensor> actual, double tolerance)
    {
        JsonElement[] expected = [.. golden.Value.EnumerateArray()];
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++) Agree.Assert(expected[i], actual[i], tolerance, $"{golden.Name}[{i}]");
    }

    private static (Tensor Ids, Tensor Mask, Tensor? Types) Inputs(JsonElement golden)
    {
        JsonElement inputs = golden.GetProperty("inputs");
        return (Input("input_ids")!, Input("attention_mask")!, Input("token_type_ids"));

        Tensor? Input(string key) => inputs.TryGetProperty(key, out JsonElement value) ? Agree.Tensor(value, ScalarType.Int64) : null;
    }

    private static double Tolerance(ScalarType type) => type == ScalarType.Float64 ? 1e-9 : 1e-5;

    private static TheoryData<string, ScalarType> Models(Func<string, bool> architecture)
    {
        TheoryData<string, ScalarType> data = [];
        foreach (string name in GoldenModels.Names.Where(name => architecture(GoldenModels.Architecture(name))))
        {
            data.Add(name, ScalarType.Float64);
            data.Add(name, ScalarType.Float32);
        }
        return data;
    }
}
