using System.Text.Json;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

public sealed class PretrainedFolderTests
{
    public static TheoryData<string> Golden_with_safetensors() =>
        [.. GoldenModels.Names.Where(name => File.Exists(Path.Combine(Golden.Path(GoldenModels.Folder(name)), "model.safetensors")))];

    [Theory, MemberData(nameof(Golden_with_safetensors))]
    public void Folder_loaded_and_saved_has_the_same_tensors_and_config_keys(string name)
    {
        string source = Golden.Path(GoldenModels.Folder(name));
        using TemporaryFolder target = new();
        if (GoldenModels.Architecture(name).EndsWith("Model", StringComparison.Ordinal))
        {
            using Encoder model = PretrainedFolder.LoadEncoder(source).Model;
            PretrainedFolder.Save(model, target.Path);
        }
        else
        {
            using TaskModel model = GoldenModels.Load(name);
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

    public static TheoryData<string> Golden_with_both_forms() =>
        [.. GoldenModels.Names.Where(name => File.Exists(Path.Combine(Golden.Path(GoldenModels.Folder(name)), "pytorch_model.bin"))
            && File.Exists(Path.Combine(Golden.Path(GoldenModels.Folder(name)), "model.safetensors")))];

    [Theory, MemberData(nameof(Golden_with_both_forms))]
    public void Encoder_of_safetensors_of_shards_and_of_a_pickle_has_the_same_bytes(string name)
    {
        string source = Golden.Path(GoldenModels.Folder(name));
        using TemporaryFolder pickled = new(), sharded = new();
        foreach (TemporaryFolder folder in (TemporaryFolder[])[pickled, sharded]) File.Copy(
            Path.Combine(source, "config.json"),
            folder["config.json"]);
        File.Copy(Path.Combine(source, "pytorch_model.bin"), pickled["pytorch_model.bin"]);
        Shard(Path.Combine(source, "model.safetensors"), sharded);

        using var scope = NewDisposeScope();
        using Encoder expected = PretrainedFolder.LoadEncoder(source).Model, first = PretrainedFolder.LoadEncoder(pickled.Path)
            .Model, second = PretrainedFolder.LoadEncoder(sharded.Path).Model;
        Dictionary<string, Tensor> weights = expected.state_dict();
        foreach (Encoder actual in (Encoder[])[first, second])
            foreach ((string tensor, Tensor value) in actual.state_dict()) Assert.True(
                weights[tensor].bytes.SequenceEqual(value.bytes),
                tensor);
    }

    private static void Shard(string file, TemporaryFolder folder)
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile source = SafetensorsFile.Open(file);
        Dictionary<string, string> places = [];
        foreach ((string[] names, int i) in source.Entries.Keys.Order().Chunk(7).Select((names, i) => (names, i)))
        {
            SafetensorsFile.Write(folder[$"model-{i}.safetensors"], names.ToDictionary(name => name, source.Read));
            foreach (string name in names) places[name] = $"model-{i}.safetensors";
        }
        File.WriteAllText(
            folder["model.safetensors.index.json"],
            JsonSerializer.Serialize(new { metadata = new { total_size = 0 }, weight_map = places }));
    }

    [Theory]
    [InlineData("electra-sequence", "classifier.out_proj.weight")]
    [InlineData("distilbert-sequence", "classifier.weight")]
    [InlineData("roberta-sequence", "classifier.out_proj.bias")]
    public void Head_of_another_size_is_replaced_and_named(string name, string part)
    {
        (SequenceClassifier model, LoadReport report) = PretrainedFolder.LoadClassifier(
            Golden.Path(GoldenModels.Folder(name)),
            ["a", "b", "c", "d", "e"]);
        using (model)
        {
            Assert.Contains(part, report.Misshapen.Select(m => m.Name));
            Assert.All(report.Misshapen, m => Assert.StartsWith("classifier", m.Name, StringComparison.Ordinal));
            Assert.Empty(report.Missing);
        }
    }

    [Theory]
    [InlineData("bert-sequence", "qa", "head that this task needs (qa_outputs.bias, qa_outputs.weight). It has another head "
        + "(classifier.bias, classifier.weight)")]
    [InlineData("roberta-token", "qa", "head that this task needs (qa_outputs.bias, qa_outputs.weight). It has another head "
        + "(classifier.bias, classifier.weight)")]
    [InlineData("bert-token", "sequence", "head that this task needs (bert.pooler.dense.bias, bert.pooler.dense.weight). It has another "
        + "head (classifier.bias, classifier.weight)")]
    [InlineData("bert", "sequence", "head that this task needs (classifier.bias, classifier.weight). It is an encoder without a head")]
    [InlineData("bert-sequence", "choice", "head of another size (classifier.bias (3) in the file, (1) in the model, classifier.weight")]
    [InlineData("electra-sequence", "token", "head that this task needs (classifier.bias, classifier.weight). It has another head "
        + "(classifier.dense.bias, classifier.dense.weight, classifier.out_proj.bias, classifier.out_proj.weight)")]
    public void Model_of_another_task_is_refused_by_the_head_that_it_has(string name, string task, string says)
    {
        string message = Assert.Throws<InvalidDataException>(() => PretrainedFolder.Load<TaskModel>(
            Golden.Path(GoldenModels.Folder(name)),
            config => task switch
            {
                "qa" => new QuestionAnswerer(config),
                "choice" => new MultipleChoice(config),
                "token" => new TokenClassifier(config),
                _ => new SequenceClassifier(config),
            })).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.EndsWith(
            ": name the task that it was trained for, or a model that was fine-tuned for this one.",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Model_whose_encoder_lacks_something_is_not_taken_for_another_tasks()
    {
        using TemporaryFolder folder = new();
        string source = Golden.Path("models/bert-sequence");
        File.Copy(Path.Combine(source, "config.json"), folder["config.json"]);
        using (SafetensorsFile whole = SafetensorsFile.Open(Path.Combine(source, "model.safetensors")))
        using (NewDisposeScope())
            SafetensorsFile.Write(folder["model.safetensors"], whole.Entries.Keys
                .Where(name => !name.Contains("layer.1.attention.self.key", StringComparison.Ordinal))
                .ToDictionary(name => name, whole.Read));
        string message = Assert.Throws<InvalidDataException>(
            () => PretrainedFolder.Load<TaskModel>(folder.Path, config => new QuestionAnswerer(config))).Message;
        Assert.Contains("layer.1.attention.self.key.weight", message, StringComparison.Ordinal);
        Assert.DoesNotContain("head", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoder_of_a_token_classifier_becomes_a_sequence_classifier_with_a_new_pooler()
    {
        (SequenceClassifier model, LoadReport report) = PretrainedFolder.LoadClassifier(
            Golden.Path("models/bert-token"),
            ["a", "b", "c", "d"]);
        using (model) Assert.Equal(
            ["bert.pooler.dense.bias", "bert.pooler.dense.weight"],
            report.Missing.Where(name => name.Contains("pooler", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Classifier_with_other_labels_keeps_the_encoder_and_reports_the_new_head()
    {
        (SequenceClassifier model, LoadReport report) = PretrainedFolder.LoadClassifier(
            Golden.Path("models/bert-sequence"),
            ["a", "b", "c", "d", "e"]);
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
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => model.Forward(tensor(new long[] { 1, 60 }, 1, 2), ones(1, 2)));
        Assert.Contains("60", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0, "Token -1")]
    [InlineData(1, 2, "Token type 2")]
    public void Forward_of_an_index_outside_its_table_says_which(long id, long type, string expected)
    {
        using var scope = NewDisposeScope();
        using SequenceClassifier model = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence")).Model;
        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
            model.Forward(tensor(new long[] { 1, id }, 1, 2), ones(1, 2), tensor(new long[] { 0, type }, 1, 2)));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_of_a_label_that_the_model_does_not_know_says_which()
    {
        using var scope = NewDisposeScope();
        using SequenceClassifier model = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence")).Model;
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => model.Loss(zeros(2, 3), tensor(new long[] { -100, 3 })));
        Assert.StartsWith("Label 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_of_a_batch_without_labels_is_zero()
    {
        using var scope = NewDisposeScope();
        using SequenceClassifier model = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence")).Model;
        Assert.Equal(0, model.Loss(ones(2, 3), tensor(new long[] { -1, -100 })).item<float>());
    }

    [Fact]
    public void Forward_of_a_longer_batch_gives_the_same_logits()
    {
        using var scope = NewDisposeScope();
        using SequenceClassifier model = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence")).Model;
        model.to(ScalarType.Float64).eval();
        Tensor ids = tensor(new long[] { 3, 7, 9 }, 1, 3);
        Tensor padded = cat([ids, full([1, 4], 5L, ScalarType.Int64)], 1);
        Tensor mask = cat([ones(1, 3), zeros(1, 4)], 1);
        foreach (EncoderOutputs wanted in (EncoderOutputs[])[EncoderOutputs.None, EncoderOutputs.AttentionProbabilities])
            Agree.Assert(
                Agree.Values(model.Forward(ids, ones(1, 3), wanted: wanted).Logits),
                Agree.Values(model.Forward(padded, mask, wanted: wanted).Logits),
                1e-12,
                wanted.ToString());
    }

    [Theory]
    [InlineData("\"pad_token_id\": 0", "\"pad_token_id\": null", null)]
    [InlineData("\"problem_type\": null", "\"problem_type\": \"token_classification\"", "token_classification")]
    [InlineData("\"is_decoder\": false", "\"is_decoder\": true", "is_decoder")]
    [InlineData("\"use_cache\": true", "\"position_embedding_type\": \"relative_key\"", "position_embedding_type")]
    [InlineData("\"hidden_size\": 24", "\"hidden_size\": 25", "num_attention_heads")]
    [InlineData("\"model_type\": \"bert\"", "\"model_type\": \"gpt2\"", "gpt2")]
    [InlineData("\"initializer_range\": 0.02", "\"initializer_range\": -1", "initializer_range")]
    [InlineData("\"hidden_dropout_prob\": 0.0", "\"hidden_dropout_prob\": 5", "hidden_dropout_prob is 5")]
    [InlineData("\"classifier_dropout\": null", "\"classifier_dropout\": -0.1", "classifier_dropout")]
    [InlineData("\"layer_norm_eps\": 1e-12", "\"layer_norm_eps\": -1e-12", "layer_norm_eps")]
    [InlineData("\"layer_norm_eps\": 1e-12", "\"layer_norm_eps\": 1e999", "layer_norm_eps")]
    [InlineData("\"1\": \"LABEL_1\"", "\"7\": \"LABEL_1\"", "none with the number 1")]
    [InlineData("\"1\": \"LABEL_1\"", "\"1\": null", "none with the number 1")]
    [InlineData("\"1\": \"LABEL_1\"", "\"1\": \"LABEL_0\"", "'LABEL_0' twice")]
    public void Config_that_describes_another_computation_is_refused_by_name(string before, string after, string? named)
    {
        using TemporaryFolder folder = new();
        string text = File.ReadAllText(Golden.Path("models/bert-sequence/config.json"));
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(folder["config.json"], text.Replace(before, after, StringComparison.Ordinal));
        if (named is null)
        {
            Assert.Null(EncoderConfig.FromFile(folder["config.json"]).PadTokenId);
            return;
        }
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => EncoderConfig.FromFile(folder["config.json"]));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["config.json"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_checkpoint_with_positions_as_a_buffer_has_nothing_unexpected()
    {
        using TemporaryFolder folder = new();
        File.Copy(Golden.Path("models/bert-sequence/config.json"), folder["config.json"]);
        using (var scope = NewDisposeScope())
        {
            using SafetensorsFile source = SafetensorsFile.Open(Golden.Path("models/bert-sequence/model.safetensors"));
            Dictionary<string, Tensor> tensors = source.Entries.Keys.ToDictionary(name => name, source.Read);
            tensors["bert.embeddings.position_ids"] = arange(20, dtype: ScalarType.Int64).unsqueeze(0);
            SafetensorsFile.Write(folder["model.safetensors"], tensors);
        }
        (SequenceClassifier model, LoadReport report) = PretrainedFolder.LoadClassifier(folder.Path);
        model.Dispose();
        Assert.Empty(report.Unexpected);
        Assert.Empty(report.Missing);
    }

    [Theory]
    [InlineData("bert", "classifier")]
    [InlineData("bert-sequence", "encoder")]
    public void Weights_load_with_and_without_the_prefix(string name, string into)
    {
        (IDisposable model, LoadReport report) = into == "encoder"
            ? Of(PretrainedFolder.LoadEncoder(Golden.Path(GoldenModels.Folder(name))))
            : Of(PretrainedFolder.LoadClassifier(Golden.Path(GoldenModels.Folder(name)), ["a", "b"]));
        using (model)
        {
            Assert.Equal(into == "encoder" ? ["classifier.bias", "classifier.weight"] : [], report.Unexpected.Order());
            Assert.Equal(into == "encoder" ? [] : ["classifier.bias", "classifier.weight"], report.Missing.Order());
        }

        static (IDisposable, LoadReport) Of<T>((T Model, LoadReport Report) loaded) where T : IDisposable => (loaded.Model, loaded.Report);
    }

    [Fact]
    public void Encoder_without_a_head_is_no_classifier_unless_labels_to_train_for_are_given() =>
        Assert.Contains(
            "classifier.weight",
            Assert.Throws<InvalidDataException>(() => PretrainedFolder.LoadClassifier(Golden.Path("models/bert"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void New_model_of_a_seed_is_the_same_again_and_starts_as_BERT_does()
    {
        EncoderConfig config = new()
        {
            VocabSize = 500,
            HiddenSize = 64,
            NumHiddenLayers = 1,
            NumAttentionHeads = 2,
            IntermediateSize = 64,
            MaxPositionEmbeddings = 8
        };
        using Encoder first = Architecture.Build(config, seed: 3), second = Architecture.Build(config, seed: 3);
        using Encoder other = Architecture.Build(config, seed: 4);
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = first.state_dict();
        foreach ((string name, Tensor weight) in second.state_dict()) Assert.True(weight.equal(weights[name]).all().item<bool>(), name);
        Tensor words = weights["embeddings.word_embeddings.weight"];
        Assert.False(words.equal(other.state_dict()["embeddings.word_embeddings.weight"]).all().item<bool>());
        Assert.InRange(words.std().item<float>(), 0.019f, 0.021f);
        Assert.Equal(0, words[0].abs().max().item<float>());
    }

    [Theory]
    [InlineData("\"vocab_size\": 60", "\"vocab_size\": 2000000000", "parameters")]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2000000000", "10000 are the most")]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 9000", "parameters")]
    [InlineData("\"hidden_size\": 24", "\"hidden_size\": 2147483644", "parameters")]
    [InlineData("\"hidden_size\": 24", "\"hidden_size\": 24, \"hidden_size\": 24", "config.json")]
    [InlineData("\"hidden_size\": 24", "\"hidden_size\": \"wide\"", "config.json")]
    [InlineData("\"id2label\": {", "\"id2label\": [], \"x\": {", "config.json")]
    public void Hostile_config_is_refused_before_it_takes_memory(string before, string after, string says) =>
        AssertRefused(before, after, says);

    [Theory]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2", "bert.encoder.layer.2.")]
    [InlineData("\"2\": \"LABEL_2\"", "\"2\": \"LABEL_2\", \"3\": \"LABEL_3\"", "classifier.weight")]
    public void Config_of_another_model_than_the_weights_is_refused_by_the_tensor(string before, string after, string says) =>
        AssertRefused(before, after, says);

    [Fact]
    public void Layers_are_left_out_where_the_caller_says_so()
    {
        SequenceClassifier model = PretrainedFolder.Load(
            Golden.Path("models/bert-sequence"),
            config => new SequenceClassifier(config with { NumHiddenLayers = 2 }, 0)).Model;
        using (model) Assert.Equal(2, model.Config.NumHiddenLayers);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_no_numbers_are_refused_by_name(float value)
    {
        using TemporaryFolder folder = new();
        File.Copy(Golden.Path("models/bert-sequence/config.json"), folder["config.json"]);
        using (SafetensorsFile file = SafetensorsFile.Open(Golden.Path("models/bert-sequence/model.safetensors")))
        using (NewDisposeScope())
        {
            Dictionary<string, Tensor> tensors = file.Entries.Keys.ToDictionary(name => name, file.Read);
            tensors["classifier.bias"][1] = value;
            SafetensorsFile.Write(folder["model.safetensors"], tensors);
        }
        string message = Assert.Throws<InvalidDataException>(() => PretrainedFolder.LoadClassifier(folder.Path)).Message;
        Assert.Contains("classifier.bias", message, StringComparison.Ordinal);
        Assert.Contains(folder["model.safetensors"], message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_whose_sum_is_too_large_for_their_type_are_numbers_all_the_same()
    {
        using TemporaryFolder folder = new();
        File.Copy(Golden.Path("models/bert-sequence/config.json"), folder["config.json"]);
        using (SafetensorsFile file = SafetensorsFile.Open(Golden.Path("models/bert-sequence/model.safetensors")))
        using (NewDisposeScope())
        {
            Dictionary<string, Tensor> tensors = file.Entries.Keys.ToDictionary(name => name, file.Read);
            tensors["classifier.bias"].fill_(3e38f);
            SafetensorsFile.Write(folder["model.safetensors"], tensors);
        }
        PretrainedFolder.LoadClassifier(folder.Path).Model.Dispose();
    }

    // Hugging Face's cache is made of links: snapshots/…/model.safetensors leads to blobs/….
    [Fact]
    public void Folder_whose_files_are_links_out_of_it_loads()
    {
        using TemporaryFolder folder = new();
        foreach (string file in (string[])["config.json", "model.safetensors"])
            File.CreateSymbolicLink(folder[file], Golden.Path($"models/bert-sequence/{file}"));
        PretrainedFolder.LoadClassifier(folder.Path).Model.Dispose();
    }

    [Fact]
    public void Labels_named_twice_are_refused() =>
        Assert.Contains(
            "'a'",
            Assert.Throws<InvalidDataException>(() => new EncoderConfig().WithLabels(["a", "b", "a"])).Message,
            StringComparison.Ordinal);

    // transformers 5 loads weights as the type that config.json names: left at float16, it would round every trained student.
    [Fact]
    public void Real_teacher_in_float16_loads_complete_and_is_saved_as_the_float32_that_it_is()
    {
        string source = Golden.Shared("models/sst2");
        using TemporaryFolder target = new();
        (SequenceClassifier model, LoadReport report) = PretrainedFolder.LoadClassifier(source);
        using (model)
        {
            Assert.Empty(report.Missing);
            Assert.Empty(report.Unexpected);
            Assert.Empty(report.Misshapen);
            Assert.Equal(["negative", "positive"], model.Config.Labels);
            Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float32, p.dtype));
            long bytes = new FileInfo(Path.Combine(source, "model.safetensors")).Length; // two for each parameter, and a header
            Assert.Equal(bytes / 2.0, ModelSize.Parameters(model), 20_000.0);
            PretrainedFolder.Save(model, target.Path);
        }
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(target["config.json"]));
        Assert.Equal("float32", config.RootElement.GetProperty("dtype").GetString());
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(target.Path).Select(Path.GetFileName).Order());
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
        Assert.True(teacher.state_dict()["bert.encoder.layer.2.output.dense.weight"]
            .equal(student.state_dict()["bert.encoder.layer.1.output.dense.weight"])
            .all()
            .item<bool>());
        Assert.Throws<InvalidDataException>(() => LayerInitialization.Copy(teacher, student, [0, 3]));
    }

    [Fact]
    public void Copy_into_a_narrower_student_says_which_tensors_were_cut_and_refuses_a_wider_one()
    {
        using SequenceClassifier teacher = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence")).Model;
        using SequenceClassifier student = new(
            teacher.Config with { NumHiddenLayers = 1, HiddenSize = 16, IntermediateSize = 20 },
            seed: 1);
        (IReadOnlyList<string> cut, IReadOnlyList<string> kept) = LayerInitialization.Copy(teacher, student, [2]);
        Assert.Contains("bert.encoder.layer.0.intermediate.dense.weight", cut);
        Assert.Empty(kept);
        using SequenceClassifier wider = new(teacher.Config with { NumHiddenLayers = 1, IntermediateSize = 50 }, seed: 1);
        Assert.Contains(
            "nowhere wider",
            Assert.Throws<InvalidDataException>(() => LayerInitialization.Copy(teacher, wider, [2])).Message,
            StringComparison.Ordinal);
    }

    private static void AssertRefused(string before, string after, string says)
    {
        using TemporaryFolder folder = new();
        string text = File.ReadAllText(Golden.Path("models/bert-sequence/config.json"));
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(folder["config.json"], text.Replace(before, after, StringComparison.Ordinal));
        File.Copy(Golden.Path("models/bert-sequence/model.safetensors"), folder["model.safetensors"]);
        Assert.Contains(
            says,
            Assert.Throws<InvalidDataException>(() => PretrainedFolder.LoadClassifier(folder.Path)).Message,
            StringComparison.Ordinal);
    }
}
