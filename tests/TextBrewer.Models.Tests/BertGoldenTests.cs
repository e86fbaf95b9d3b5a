using System.Text.Json;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

/// <summary>Tiny random checkpoints against transformers: every output, the loss, every gradient norm.</summary>
public sealed class BertGoldenTests
{
    private const EncoderOutputs Everything =
        EncoderOutputs.HiddenStates | EncoderOutputs.AttentionProbabilities | EncoderOutputs.AttentionScores | EncoderOutputs.QueryKeyValue;

    public static TheoryData<string, ScalarType> Encoders() => WithTypes("bert", "bert-gelu-new-eps", "bert-relu-2head");

    public static TheoryData<string, ScalarType> Classifiers() => WithTypes("bert-sequence", "bert-multilabel", "bert-regression");

    [Theory, MemberData(nameof(Encoders))]
    public void Encoder_of_golden_model_gives_every_golden_output(string name, ScalarType type)
    {
        JsonElement golden = Golden.Json($"models/{name}/expected.json");
        using var scope = NewDisposeScope();
        using BertModel model = PretrainedFolder.LoadEncoder(Golden.Path($"models/{name}")).Model;
        model.to(type);
        model.eval();
        (Tensor ids, Tensor mask, Tensor types) = Inputs(golden);

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
        Agree.Assert(golden.GetProperty("outputs").GetProperty("last_hidden_state"), fused.LastHidden, Tolerance(type), "fused last_hidden_state");
        Assert.Null(fused.Hidden);
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Classifier_of_golden_model_gives_every_golden_output_loss_and_gradient_norm(string name, ScalarType type)
    {
        JsonElement golden = Golden.Json($"models/{name}/expected.json");
        JsonElement outputs = golden.GetProperty("outputs");
        using var scope = NewDisposeScope();
        using SequenceClassifier model = PretrainedFolder.LoadClassifier(Golden.Path($"models/{name}")).Model;
        model.to(type);
        model.train();
        (Tensor ids, Tensor mask, Tensor types) = Inputs(golden);
        SequenceOutput output = model.Forward(ids, mask, types, Everything);
        Check(outputs, output.Logits, output.Encoder, Tolerance(type));

        JsonElement labels = golden.GetProperty("labels").GetProperty("labels");
        Tensor loss = model.Loss(output.Logits, Agree.Tensor(labels, name == "bert-sequence" ? ScalarType.Int64 : type));
        Agree.Assert(outputs.GetProperty("loss").GetDouble(), loss.to(ScalarType.Float64).item<double>(), Tolerance(type), "loss");
        loss.backward();

        JsonProperty[] norms = [.. outputs.GetProperty("gradient_norms").EnumerateObject()];
        double scale = norms.Max(n => n.Value.GetDouble());
        Dictionary<string, double> actual = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad is { } g ? g.to(ScalarType.Float64).norm().item<double>() : 0);
        Assert.Equal(norms.Select(n => n.Name).Order(), actual.Keys.Order());
        foreach (JsonProperty norm in norms) Agree.Assert(norm.Value.GetDouble(), actual[norm.Name], Tolerance(type), norm.Name, scale);
    }

    private static void Check(JsonElement golden, Tensor? logits, EncoderOutput output, double tolerance)
    {
        foreach (JsonProperty property in golden.EnumerateObject())
        {
            switch (property.Name)
            {
                case "logits": Agree.Assert(property.Value, logits!, tolerance, property.Name); break;
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

    private static (Tensor Ids, Tensor Mask, Tensor Types) Inputs(JsonElement golden)
    {
        JsonElement inputs = golden.GetProperty("inputs");
        return (Input("input_ids"), Input("attention_mask"), Input("token_type_ids"));

        Tensor Input(string key) => Agree.Tensor(inputs.GetProperty(key), ScalarType.Int64);
    }

    private static double Tolerance(ScalarType type) => type == ScalarType.Float64 ? 1e-9 : 1e-5;

    private static TheoryData<string, ScalarType> WithTypes(params string[] names)
    {
        TheoryData<string, ScalarType> data = [];
        foreach (string name in names)
        {
            data.Add(name, ScalarType.Float64);
            data.Add(name, ScalarType.Float32);
        }
        return data;
    }
}
