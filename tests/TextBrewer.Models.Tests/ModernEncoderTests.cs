using System.Text.Json.Nodes;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Models.Replacing;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

/// <summary>The families of encoders that came after BERT's, in every head.</summary>
public sealed class ModernEncoderTests
{
    private const EncoderOutputs Everything =
        EncoderOutputs.HiddenStates | EncoderOutputs.AttentionProbabilities | EncoderOutputs.AttentionScores | EncoderOutputs.QueryKeyValue;

    private static readonly string[] Families = ["xlm-roberta", "mpnet", "albert", "deberta-v3", "modernbert"];

    public static TheoryData<string> AllFamilies => [.. Families];

    // As transformers' classes register them, for the heads of which there is no golden checkpoint.
    [Theory]
    [InlineData("xlm-roberta", "ForQuestionAnswering", "XLMRobertaForQuestionAnswering", "qa_outputs.bias qa_outputs.weight")]
    [InlineData(
        "xlm-roberta",
        "ForMaskedLM",
        "XLMRobertaForMaskedLM",
        "lm_head.bias lm_head.decoder.bias lm_head.decoder.weight lm_head.dense.bias lm_head.dense.weight lm_head.layer_norm.bias "
            + "lm_head.layer_norm.weight")]
    [InlineData("xlm-roberta", "ForMultipleChoice", "XLMRobertaForMultipleChoice", "classifier.bias classifier.weight")]
    [InlineData(
        "mpnet",
        "ForSequenceClassification",
        "MPNetForSequenceClassification",
        "classifier.dense.bias classifier.dense.weight classifier.out_proj.bias classifier.out_proj.weight")]
    [InlineData("mpnet", "ForTokenClassification", "MPNetForTokenClassification", "classifier.bias classifier.weight")]
    [InlineData(
        "mpnet",
        "ForMaskedLM",
        "MPNetForMaskedLM",
        "lm_head.bias lm_head.decoder.bias lm_head.decoder.weight lm_head.dense.bias lm_head.dense.weight lm_head.layer_norm.bias "
            + "lm_head.layer_norm.weight")]
    [InlineData("albert", "ForTokenClassification", "AlbertForTokenClassification", "classifier.bias classifier.weight")]
    [InlineData("albert", "ForQuestionAnswering", "AlbertForQuestionAnswering", "qa_outputs.bias qa_outputs.weight")]
    [InlineData(
        "albert",
        "ForMaskedLM",
        "AlbertForMaskedLM",
        "predictions.LayerNorm.bias predictions.LayerNorm.weight predictions.bias predictions.decoder.bias predictions.decoder.weight "
            + "predictions.dense.bias predictions.dense.weight")]
    [InlineData("deberta-v3", "ForQuestionAnswering", "DebertaV2ForQuestionAnswering", "qa_outputs.bias qa_outputs.weight")]
    [InlineData(
        "deberta-v3",
        "ForMultipleChoice",
        "DebertaV2ForMultipleChoice",
        "classifier.bias classifier.weight pooler.dense.bias pooler.dense.weight")]
    [InlineData(
        "deberta-v3",
        "ForMaskedLM",
        "DebertaV2ForMaskedLM",
        "cls.predictions.bias cls.predictions.decoder.bias cls.predictions.decoder.weight cls.predictions.transform.LayerNorm.bias "
            + "cls.predictions.transform.LayerNorm.weight cls.predictions.transform.dense.bias cls.predictions.transform.dense.weight")]
    [InlineData(
        "modernbert",
        "ForQuestionAnswering",
        "ModernBertForQuestionAnswering",
        "classifier.bias classifier.weight head.dense.weight head.norm.weight")]
    [InlineData(
        "modernbert",
        "ForMultipleChoice",
        "ModernBertForMultipleChoice",
        "classifier.bias classifier.weight head.dense.weight head.norm.weight")]
    public void Head_is_saved_under_the_names_of_transformers_class(string family, string head, string className, string names)
    {
        using TemporaryFolder folder = new();
        EncoderConfig config = GoldenModels.Config(family);
        using (TaskModel model = Model(config, head)) PretrainedFolder.Save(model, folder.Path);
        using SafetensorsFile file = SafetensorsFile.Open(folder["model.safetensors"]);
        string prefix = Architecture.Of(config).Prefix + ".";
        Assert.Equal(
            names,
            string.Join(' ', file.Entries.Keys
                .Where(name => !name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)));
        Assert.Equal([className], EncoderConfig.FromFile(folder["config.json"]).Architectures);
    }

    public static TheoryData<string, string> Heads() =>
    [
        .. from family in Families
           from head in (string[])
               ["ForSequenceClassification", "ForTokenClassification", "ForQuestionAnswering", "ForMultipleChoice", "ForMaskedLM"]
           select new TheoryDataRow<string, string>(family, head),
    ];

    [Theory, MemberData(nameof(Heads))]
    public void Model_saved_and_read_gives_the_same_bits(string family, string head)
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        using TaskModel model = Model(GoldenModels.Config(family), head);
        PretrainedFolder.Save(model, folder.Path);
        (TaskModel read, LoadReport report) = PretrainedFolder.Load(folder.Path, config => Model(config, head, seed: 9));
        using (read)
        {
            Assert.Empty(report.Missing);
            Assert.Empty(report.Unexpected);
            model.eval();
            read.eval();
            foreach ((Tensor expected, Tensor actual) in Logits(model).Zip(Logits(read)))
                Assert.True(expected.bytes.SequenceEqual(actual.bytes));
        }
    }

    // The padded batch against each text alone: real positions, and heads over whole sequences.
    [Theory, MemberData(nameof(Heads))]
    public void Padding_never_matters(string family, string head)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        using TaskModel model = Model(GoldenModels.Config(family), head);
        model.to(ScalarType.Float64);
        model.eval();
        (Tensor ids, Tensor mask) = Batch(model.Config, choices: model is MultipleChoice);
        HeadOutput padded = model.Forward(ids, mask, null, Everything);
        int[] lengths = [9, 2, 5];
        for (int i = 0; i < lengths.Length; i++)
        {
            Tensor own = ids.narrow(0, i, 1).narrow(-1, 0, lengths[i]);
            HeadOutput alone = model.Forward(own, ones_like(own), null, Everything);
            foreach ((Tensor all, Tensor one) in padded.All.Zip(alone.All))
                Agree.Assert(
                    Agree.Values(one),
                    Agree.Values(PerToken(model) ? all.narrow(0, i, 1).narrow(1, 0, lengths[i]) : all.narrow(0, i, 1)),
                    1e-6,
                    $"{family} {head} {i}");
        }
    }

    [Theory, MemberData(nameof(AllFamilies))]
    public void Fused_attention_gives_what_explicit_products_give(string family)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        using Encoder encoder = Architecture.Build(GoldenModels.Config(family) with { InitializerRange = 0.3 }, seed: 5);
        encoder.eval();
        (Tensor ids, Tensor mask) = Batch(encoder.Config);
        Agree.Assert(
            Agree.Values(encoder.Forward(ids, mask, null, Everything).LastHidden),
            Agree.Values(encoder.Forward(ids, mask).LastHidden),
            1e-5,
            family);
    }

    [Theory, MemberData(nameof(AllFamilies))]
    public void Gradients_with_recomputed_layers_and_dropout_are_those_without(string family)
    {
        EncoderConfig config = GoldenModels.Config(family) with
        {
            HiddenDropoutProb = 0.2,
            AttentionProbsDropoutProb = 0.1,
            ClassifierDropout = 0.1,
            InitializerRange = 0.3,
        };
        using SequenceClassifier model = new(config, seed: 7);
        model.to(ScalarType.Float64);
        model.train();
        Dictionary<string, double[]> plain = Gradients(model);
        model.Encoder.GradientCheckpointing = true;
        // What layers share is summed in another order.
        foreach ((string name, double[] gradient) in Gradients(model)) Agree.Assert(plain[name], gradient, 1e-10, name);
        Assert.Contains(plain.Values, gradient => gradient.Any(value => value != 0));
    }

    [Fact]
    public void What_layers_share_is_trained_while_all_else_is_frozen_and_recomputed()
    {
        using SequenceClassifier model = new(GoldenModels.Config("mpnet"), seed: 7);
        foreach ((string name, Parameter parameter) in model.named_parameters())
            parameter.requires_grad = name.Contains("relative_attention_bias", StringComparison.Ordinal);
        double[] plain = Gradients(model)["mpnet.encoder.relative_attention_bias.weight"];
        model.Encoder.GradientCheckpointing = true;
        Agree.Assert(plain, Gradients(model)["mpnet.encoder.relative_attention_bias.weight"], 1e-5, "relative_attention_bias");
        Assert.Contains(plain, value => value != 0);
    }

    [Theory]
    [InlineData("xlm-roberta")]
    [InlineData("mpnet")]
    [InlineData("deberta-v3")]
    [InlineData("modernbert")]
    public void Student_of_all_of_its_teachers_layers_answers_like_it(string family)
    {
        using DisposeScope scope = NewDisposeScope();
        EncoderConfig config = GoldenModels.Config(family) with { InitializerRange = 0.3 };
        using SequenceClassifier teacher = new(config, seed: 1), student = new(config, seed: 2);
        Assert.True(LayerInitialization.Fits(teacher, student));
        (IReadOnlyList<string> cut, IReadOnlyList<string> kept) =
            LayerInitialization.Copy(teacher, student, LayerInitialization.First(config.NumHiddenLayers));
        Assert.Empty(cut);
        Assert.Empty(kept);
        teacher.eval();
        student.eval();
        Assert.True(Logits(teacher)[0].bytes.SequenceEqual(Logits(student)[0].bytes));
        using SequenceClassifier small = new(config with { NumHiddenLayers = 1 }, seed: 3);
        LayerInitialization.Copy(teacher, small, [2]);
        string prefix = $"{Architecture.Of(config).Prefix}.{Architecture.Of(config).Body.Prefix}";
        Dictionary<string, Tensor> large = teacher.state_dict();
        foreach ((string name, Tensor value) in small.state_dict().Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal)))
            Assert.True(value.bytes.SequenceEqual(large[name.Replace($"{prefix}0.", $"{prefix}2.", StringComparison.Ordinal)].bytes), name);
    }

    [Fact]
    public void Layers_that_share_their_weights_are_neither_chosen_nor_replaced()
    {
        using SequenceClassifier teacher = new(GoldenModels.Config("albert"), seed: 1), student = new(
            GoldenModels.Config("albert") with { NumHiddenLayers = 1 },
            seed: 2);
        Assert.False(LayerInitialization.Fits(teacher, student));
        string error = Assert.Throws<InvalidDataException>(() => LayerInitialization.Copy(teacher, student, [0])).Message;
        Assert.Contains("The layers of ALBERT share their weights", error, StringComparison.Ordinal);
        error = Assert.Throws<InvalidDataException>(() => LayerReplacing.Adopt(teacher, student)).Message;
        Assert.Contains("share their weights", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xlm-roberta-sequence")]
    [InlineData("albert-sequence")]
    [InlineData("deberta-v3-token")]
    [InlineData("modernbert-mlm")]
    public void Encoder_of_a_folder_with_a_head_is_the_models(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using TaskModel model = GoldenModels.Load(name);
        (Encoder encoder, LoadReport report) = PretrainedFolder.LoadEncoder(Golden.Path(GoldenModels.Folder(name)));
        using (encoder)
        {
            Assert.All(report.Missing, missing => Assert.StartsWith("pooler.", missing, StringComparison.Ordinal));
            (Tensor ids, Tensor mask) = Batch(model.Config);
            Assert.True(model.Encode(ids, mask).LastHidden.bytes.SequenceEqual(encoder.Forward(ids, mask).LastHidden.bytes));
        }
    }

    [Fact]
    public void Groups_of_shared_layers_have_weights_of_their_own()
    {
        EncoderConfig config = GoldenModels.Config("albert").With(new() { ["num_hidden_groups"] = 2 }, "the test");
        using Encoder one = Architecture.Build(GoldenModels.Config("albert"), seed: 1), two = Architecture.Build(config, seed: 1);
        long layer = one.state_dict().Where(p => p.Key.Contains("albert_layers", StringComparison.Ordinal))
            .Sum(p => p.Value.NumberOfElements);
        Assert.Equal(ModelSize.Parameters(one) + layer, ModelSize.Parameters(two));
        Assert.Same(two.Stack!.Layers[0], two.Stack.Layers[1]);
        Assert.NotSame(two.Stack.Layers[1], two.Stack.Layers[2]);
    }

    [Theory]
    [InlineData("camembert", "CamembertForSequenceClassification")]
    [InlineData("data2vec-text", "Data2VecTextForSequenceClassification")]
    [InlineData("roberta", "RobertaForSequenceClassification")]
    public void Aliases_of_RoBERTa_give_what_it_gives(string name, string className)
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        EncoderConfig config = GoldenModels.Config("xlm-roberta");
        using SequenceClassifier one = new(config, seed: 1), other = new(config with { ModelType = name }, seed: 1);
        one.eval();
        other.eval();
        Assert.True(Logits(one)[0].bytes.SequenceEqual(Logits(other)[0].bytes));
        PretrainedFolder.Save(other, folder.Path);
        Assert.Equal([className], EncoderConfig.FromFile(folder["config.json"]).Architectures);
    }

    [Fact]
    public void ModernBERT_means_the_same_by_the_keys_of_older_versions()
    {
        JsonObject old = JsonNode.Parse(File.ReadAllText(Golden.Path($"{GoldenModels.Folder("modernbert")}/config.json")))!.AsObject();
        old.Remove("layer_types");
        old.Remove("rope_parameters");
        (old["global_rope_theta"], old["local_rope_theta"]) = (160000.0, 10000.0);
        using DisposeScope scope = NewDisposeScope();
        using Encoder one = Architecture.Build(GoldenModels.Config("modernbert"), seed: 1), other = Architecture.Build(
            EncoderConfig.FromJson(old.ToJsonString(), "the test"),
            seed: 1);
        (Tensor ids, Tensor mask) = Batch(one.Config);
        Assert.True(one.Forward(ids, mask).LastHidden.bytes.SequenceEqual(other.Forward(ids, mask).LastHidden.bytes));
        old["local_rope_theta"] = 500.0;
        using Encoder turned = Architecture.Build(EncoderConfig.FromJson(old.ToJsonString(), "the test"), seed: 1);
        Assert.False(one.Forward(ids, mask).LastHidden.bytes.SequenceEqual(turned.Forward(ids, mask).LastHidden.bytes));
    }

    [Theory]
    [InlineData(1, "full_attention")]
    [InlineData(3, "full_attention sliding_attention sliding_attention")]
    [InlineData(6, "full_attention sliding_attention sliding_attention full_attention sliding_attention sliding_attention")]
    public void ModernBERT_of_another_depth_names_as_many_kinds_of_layers(int layers, string kinds)
    {
        EncoderConfig changed = GoldenModels.Config("modernbert").With(new() { ["num_hidden_layers"] = layers }, "the test");
        Assert.Equal(kinds, string.Join(' ', changed.OtherTexts("layer_types")!));
    }

    [Fact]
    public void Mean_pooling_reads_real_positions_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        EncoderConfig config = GoldenModels.Config("modernbert").With(new() { ["classifier_pooling"] = "mean" }, "the test");
        using SequenceClassifier mean = new(config, seed: 1), first = new(GoldenModels.Config("modernbert"), seed: 1);
        (Tensor ids, Tensor mask) = Batch(config);
        Tensor own = ids[1..2, ..2];
        Agree.Assert(
            Agree.Values(mean.Forward(own, ones_like(own)).Logits),
            Agree.Values(mean.Forward(ids, mask).Logits[1..2]),
            1e-5,
            "mean");
        Assert.False(mean.Forward(ids, mask).Logits.equal(first.Forward(ids, mask).Logits).all().item<bool>());
    }

    [Theory]
    [InlineData("albert", "inner_group_num", "2", "inner_group_num is 2")]
    [InlineData("albert", "num_hidden_groups", "4", "num_hidden_groups is 4")]
    [InlineData("mpnet", "relative_attention_num_buckets", "64", "relative_attention_num_buckets is 64")]
    [InlineData("mpnet", "pad_token_id", "0", "pad_token_id is not 1")]
    [InlineData("deberta-v3", "relative_attention", "false", "relative_attention is not true")]
    [InlineData("deberta-v3", "position_biased_input", "true", "position_biased_input is not false")]
    [InlineData("deberta-v3", "share_att_key", "false", "share_att_key is not true")]
    [InlineData("deberta-v3", "type_vocab_size", "2", "type_vocab_size is 2")]
    [InlineData("deberta-v3", "conv_kernel_size", "3", "conv_kernel_size is 3")]
    [InlineData("deberta-v3", "pos_att_type", "\"c2p|p2p\"", "names 'p2p'")]
    [InlineData("deberta-v3", "norm_rel_ebd", "\"rms\"", "names 'rms'")]
    [InlineData("deberta-v3", "position_buckets", "64", "position_buckets is 64")]
    [InlineData("deberta-v3", "pooler_hidden_size", "12", "pooler_hidden_size is 12")]
    [InlineData("deberta-v3", "embedding_size", "12", "embedding_size is 12")]
    [InlineData("modernbert", "classifier_pooling", "\"max\"", "classifier_pooling is 'max'")]
    [InlineData("modernbert", "local_attention", "1", "local_attention is below 2")]
    [InlineData("modernbert", "num_attention_heads", "8", "is odd")]
    [InlineData("modernbert", "layer_types", "[\"full_attention\",\"a\",\"a\",\"a\"]", "layer_types names 'a'")]
    [InlineData("modernbert", "rope_parameters", """{"full_attention":{"rope_type":"yarn"}}""", "rope_type is \"yarn\"")]
    [InlineData("modernbert", "embedding_dropout", "1.5", "embedding_dropout is 1.5")]
    public void What_a_config_asks_for_and_is_not_there_is_refused_by_name(string family, string key, string value, string message)
    {
        JsonObject file = JsonNode.Parse(File.ReadAllText(Golden.Path($"{GoldenModels.Folder(family)}/config.json")))!.AsObject();
        file[key] = JsonNode.Parse(value);
        string error = Assert.Throws<InvalidDataException>(() => EncoderConfig.FromJson(file.ToJsonString(), "the test")).Message;
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static TaskModel Model(EncoderConfig config, string head, int seed = 4)
    {
        config = config with { InitializerRange = 0.3 };
        return head switch
        {
            "ForSequenceClassification" => new SequenceClassifier(config, seed),
            "ForTokenClassification" => new TokenClassifier(config, seed),
            "ForQuestionAnswering" => new QuestionAnswerer(config, seed),
            "ForMultipleChoice" => new MultipleChoice(config, seed),
            _ => new MaskedLanguageModel(config, seed),
        };
    }

    private static bool PerToken(TaskModel model) => model is TokenClassifier or QuestionAnswerer or MaskedLanguageModel;

    private static IReadOnlyList<Tensor> Logits(TaskModel model)
    {
        using var noGrad = no_grad();
        (Tensor ids, Tensor mask) = Batch(model.Config, choices: model is MultipleChoice);
        return model.Forward(ids, mask).All;
    }

    /// <summary>Texts of 9, 2 and 5 tokens: in the second one, positions beyond a local layer's reach are padding alone.</summary>
    private static (Tensor Ids, Tensor Mask) Batch(EncoderConfig config, bool choices = false)
    {
        using Generator generator = new(3);
        long[] shape = choices ? [3, 2, 9] : [3, 9];
        Tensor ids = randint(4, config.VocabSize, shape, ScalarType.Int64, generator: generator), mask = ones_like(ids);
        foreach ((int row, int length) in new[] { (1, 2), (2, 5) }) mask[row].narrow(-1, length, 9 - length).zero_();
        return (ids.masked_fill(mask.eq(0), config.PadTokenId!.Value), mask);
    }

    private static Dictionary<string, double[]> Gradients(SequenceClassifier model)
    {
        using DisposeScope scope = NewDisposeScope();
        random.manual_seed(5);
        model.zero_grad();
        (Tensor ids, Tensor mask) = Batch(model.Config);
        for (int microBatch = 0; microBatch < 2; microBatch++)
        {
            HeadOutput output = model.Forward(ids, mask, null, Everything);
            Tensor loss = output.Logits.square().sum() + output.Encoder.Hidden![1].square().mean();
            foreach (Tensor scores in output.Encoder.Attention!) loss += scores.square().mean();
            loss.backward();
        }
        return model.named_parameters().Where(p => p.parameter.grad is not null)
            .ToDictionary(p => p.name, p => Agree.Values(p.parameter.grad!));
    }
}
