using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Cli;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Text.Metrics;
using TextBrewer.Torch.Weights;

namespace TextBrewer.Cli.Tests;

/// <summary>Whole commands through the program's entry, with files as users have them.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("There is no method 'pdk'. Did you mean 'pkd'?", "--expand", "pdk")]
    [InlineData("There is no task 'nothing'", "--expand", "pkd", "--task", "nothing")]
    [InlineData("name the method", "--task", "qa")]
    public void Presets_that_cannot_be_printed_are_a_users_error(string problem, params string[] arguments)
    {
        (int code, _, string error) = Run(["presets", .. arguments]);
        Assert.Equal(2, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Preset_prints_a_method_for_the_kind_of_task() =>
        Assert.Contains(
            "\"kd_loss_type\": \"bce\"",
            Run("presets", "--expand", "best", "--task", "multi_label").Out,
            StringComparison.Ordinal);

    [Fact]
    public void Distill_of_small_files_writes_a_run_that_evaluate_and_predict_take()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        (int code, _, string error) = Run("distill", folder["recipe.json"]);
        Assert.True(code == 0, error);
        foreach (string file in new[] {
            "recipe.json",
            "result.json",
            "metrics.jsonl",
            "student/config.json",
            "student/model.safetensors",
            "student/vocab.txt",
            "checkpoints/gs2/state.json",
            "run.json",
            "predictions.jsonl",
            "report.html" })
            Assert.True(File.Exists(folder["run", file]), file);
        Assert.Contains("scalar/unweighted_kd_loss", File.ReadAllText(folder["run", "metrics.jsonl"]), StringComparison.Ordinal);

        Assert.Contains(
            " of 2 right",
            Run("evaluate", folder["run", "student"], "--data", folder["train.tsv"]).Out,
            StringComparison.Ordinal);
        Assert.Equal(2, Run("predict", folder["run", "student"], "good", "bad").Out.Trim().Split('\n').Length);
        Assert.Equal(2, Run("distill", folder["recipe.json"]).Code); // the folder holds a run already
    }

    [Fact]
    public void Resume_of_a_finished_run_gives_its_result_and_makes_again_only_what_is_missing()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Assert.Equal(0, Run("distill", folder["recipe.json"]).Code);
        string result = File.ReadAllText(folder["run", "result.json"]), int8 = folder["run", "student", "onnx", "model_int8.onnx"];
        byte[] exported = File.ReadAllBytes(int8);
        (int code, string shown, string said) = Run("resume", folder["run"], "--json");
        Assert.Equal((0, JsonNode.Parse(result)!.ToJsonString()), (code, JsonNode.Parse(shown)!.ToJsonString()));
        Assert.Contains("holds a finished run", said, StringComparison.Ordinal);
        Assert.Equal(result, File.ReadAllText(folder["run", "result.json"]));
        File.Delete(int8);
        Assert.Equal(0, Run("resume", folder["run"]).Code);
        Assert.Equal(exported, File.ReadAllBytes(int8));
    }

    [Theory]
    [InlineData(true, "Stopped. Go on with: textbrewer resume ")]
    [InlineData(false, "Stopped before the first step: nothing is kept.")]
    public void Run_that_is_stopped_at_once_says_whether_there_is_something_to_go_on_with(bool isBegun, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        if (isBegun)
        {
            Assert.Equal(0, Run("distill", folder["recipe.json"]).Code);
            File.Delete(folder["run", "result.json"]);
        }
        StringWriter error = new();
        string[] line = isBegun ? ["resume", folder["run"]] : ["distill", folder["recipe.json"]];
        Terminal terminal = new(TextReader.Null, TextWriter.Null, error, Interactive: false);
        Assert.Equal(130, TextBrewerCommand.Run(line, terminal, new CancellationToken(canceled: true)));
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_each_have_a_run_and_the_folder_around_them_mean_and_spread()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] command = ["distill", folder["recipe.json"], "--seeds", "2", "--set", "training.seed=3", "--set",
            "student.initialize=random"];
        (int code, string text, string error) = Run(command);
        Assert.True(code == 0, error);
        Assert.Contains("Means over 2 seeds; ± is the standard deviation between them.", text, StringComparison.Ordinal);
        RunResult third = RunResult.Load(folder["run", "seed-3"])!, fourth = RunResult.Load(folder["run", "seed-4"])!;
        Assert.Equal((3, 4), (third.Seed, fourth.Seed));
        Assert.Equal(
            (third.Student!.Dev!.First["accuracy"] + fourth.Student!.Dev!.First["accuracy"]) / 2,
            RunResult.Load(folder["run"])!.Student!.Dev!.First["accuracy"],
            1e-12);
        Assert.NotEqual(
            File.ReadAllBytes(folder["run", "seed-3", "student", "model.safetensors"]),
            File.ReadAllBytes(folder["run", "seed-4", "student", "model.safetensors"]));
        Assert.True(File.Exists(folder["run", "report.html"]));
        Assert.Equal(2, Run(command).Code); // the folders hold runs already
        Assert.Equal(0, Run([.. command, "--auto-resume"]).Code);
        Assert.Equal(0, Run("report", folder["run"]).Code);
        Assert.NotEqual(0, Run("distill", folder["recipe.json"], "--seeds", "0").Code);
    }

    [Fact]
    public void Check_says_what_it_finds_and_ends_with_2_where_a_run_would_fail()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        (int code, string text, string error) = Run("check", folder["recipe.json"]);
        Assert.True(code == 0, error);
        Assert.Contains("hidden, hidden_mse", text, StringComparison.Ordinal);
        Assert.Contains("Warning: $.data.dev: 2 of 2 different dev texts", text, StringComparison.Ordinal);
        Assert.EndsWith("the run can work.\n", text, StringComparison.Ordinal);

        (code, text, _) = Run("check", folder["recipe.json"], "--set", "data.train.path=nowhere.tsv", "--json");
        Assert.Equal(2, code);
        JsonElement finding = JsonDocument.Parse(text).RootElement.GetProperty("findings")[0];
        Assert.Equal(("error", "$.data.train"), (finding.GetProperty("severity").GetString(), finding.GetProperty("where").GetString()));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Distill_begins_with_a_check_unless_it_is_told_not_to()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        AssertRefused(folder, "before the first step", "distill", folder["recipe.json"], "--set", "distillation.temperature=1e-300");
        const string Repeated = "Warning: $.data.dev: 2 of 2 different dev texts";
        Assert.True(IsSaidBefore(Run("distill", folder["recipe.json"]).Error));
        // Unchecked, the run says at its end what its result warns of.
        string[] other = ["distill", folder["recipe.json"], "--set", "training.output_dir=other", "--no-check"];
        Assert.False(IsSaidBefore(Run(other).Error));

        static bool IsSaidBefore(string error)
        {
            Assert.Contains(Repeated, error, StringComparison.Ordinal);
            return error.IndexOf(Repeated, StringComparison.Ordinal) < error.IndexOf("Distilling", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Label_stores_what_distill_reads_and_a_second_one_has_nothing_to_do()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] store = ["--set", "teacher_store=outputs"];
        (int code, string text, string error) = Run(["label", folder["recipe.json"], .. store]);
        Assert.True(code == 0, error);
        Assert.Contains("2 of 2 are stored", text, StringComparison.Ordinal);
        Assert.Contains("2 more will be, in half precision", error, StringComparison.Ordinal);
        (code, text, _) = Run(["label", folder["recipe.json"], .. store, "--json"]);
        Assert.Equal(0, code);
        Assert.Equal(0, JsonDocument.Parse(text).RootElement.GetProperty("asked").GetInt32());
        (code, _, error) = Run(["distill", folder["recipe.json"], .. store]);
        Assert.Equal(0, code);
        Assert.Contains("all 2 examples are stored", error, StringComparison.Ordinal);
        (code, _, error) = Run("label", folder["recipe.json"]);
        Assert.Equal(2, code);
        Assert.Contains("$.teacher_store is missing", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_writes_the_page_again_and_says_where_it_is()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Assert.Equal(0, Run("distill", folder["recipe.json"], "--set", "training.num_steps=1").Code);
        File.Delete(folder["run", "report.html"]);
        (int code, string path, string error) = Run("report", folder["run"]);
        Assert.Equal((0, folder["run", "report.html"], ""), (code, path.Trim(), error));
        Assert.StartsWith("<!doctype html>", File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
        foreach (string wrong in new[] { folder["teacher"], folder["nowhere"] })
        {
            (code, path, error) = Run("report", wrong);
            Assert.Equal((2, ""), (code, path));
            Assert.StartsWith("Error: ", error, StringComparison.Ordinal);
            Assert.Contains(wrong, error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sentence\tlabel\n", "no rows")]
    [InlineData("", "is empty")]
    [InlineData("text\tlabel\ngood\t1\n", "no column 'sentence'")]
    [InlineData("sentence\tlabel\ngood\tLABEL_1\nbad\tawful\n", "line 3: the label 'awful'")]
    public void Distill_of_bad_data_ends_with_2_one_sentence_and_no_run(string data, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(data);
        AssertRefused(folder, says, "distill", folder["recipe.json"]);
    }

    [Fact]
    public void Distill_of_a_missing_file_ends_with_2_one_sentence_and_no_run()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.Delete(folder["train.tsv"]);
        AssertRefused(folder, "train.tsv", "distill", folder["recipe.json"]);
    }

    [Fact]
    public void Distill_of_truncated_weights_ends_with_2_one_sentence_and_no_run()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        byte[] weights = File.ReadAllBytes(folder["teacher", "model.safetensors"]);
        File.WriteAllBytes(folder["teacher", "model.safetensors"], weights[..(weights.Length / 2)]);
        AssertRefused(folder, "cut off", "distill", folder["recipe.json"]);
    }

    [Fact]
    public void Distill_of_weights_that_claim_a_huge_header_ends_with_2_one_sentence_and_no_run()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllBytes(folder["teacher", "model.safetensors"], [0, 0, 0, 0, 0, 0, 0, 16, .. new byte[64]]);
        AssertRefused(folder, "claims", "distill", folder["recipe.json"]);
    }

    [Fact]
    public void Distill_of_a_vocabulary_that_is_not_the_models_ends_with_2()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.AppendAllText(folder["teacher", "vocab.txt"], string.Join('\n', Enumerable.Range(0, 60).Select(i => $"w{i}")) + "\nawful\n");
        File.WriteAllText(folder["train.tsv"], "sentence\tlabel\nawful\tLABEL_1\n");
        (int code, _, string error) = Run("distill", folder["recipe.json"]);
        Assert.Equal(2, code);
        Assert.Contains("vocab", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Distill_of_a_recipe_with_a_typo_ends_with_2_and_suggests_the_key()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(
            folder["recipe.json"],
            File.ReadAllText(folder["recipe.json"]).Replace("batch_size", "bach_size", StringComparison.Ordinal));
        AssertRefused(folder, "batch_size", "distill", folder["recipe.json"]);
    }

    [Theory]
    [InlineData("layer 99 of the teacher's 'hidden', which has layers 0 to", "distillation.intermediate_matches.0.layer_T=99")]
    [InlineData("\"proj\"", "student.initialize=random", "student.config.hidden_size=8", "student.config.num_attention_heads=2")]
    [InlineData("'7' is not a place in a list of 1", "distillation.intermediate_matches.7.layer_T=1")]
    [InlineData("$.training.num_epochs: this is not the kind of value that belongs there; write a whole number", "training.num_epochs=abc")]
    [InlineData("$.training.ckpt_frequency", "training.ckpt_frequency=often")]
    [InlineData("set $.tokenizer.max_length to", "student.config.max_position_embeddings=12", "student.initialize=random")]
    [InlineData("at least 5", "tokenizer.max_length=2")]
    [InlineData("'9' is column 9, counted from 0", "data.train.text=9")]
    [InlineData("$.data.train.text: a column is a name or a number from 0", "data.train.text=-1")]
    public void Distill_with_a_setting_that_cannot_be_ends_with_2_one_sentence_and_no_run(string says, params string[] settings)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        AssertRefused(folder, says, ["distill", folder["recipe.json"], .. settings.SelectMany(s => new[] { "--set", s })]);
    }

    [Theory]
    [InlineData("destill")]
    [InlineData("distill")]
    [InlineData("evaluate", "model")]
    [InlineData("evaluate", "nowhere", "--data", "nothing.tsv")]
    public void Command_that_cannot_be_understood_ends_with_2(params string[] args)
    {
        (int code, string output, string error) = Run(args);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("Error: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_of_pairs_takes_two_arguments_or_a_tab_and_gives_the_same()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] predict = ["predict", folder["teacher"], "--pairs", "--json"];
        string apart = Run([.. predict, "good", "bad"]).Out, tab = Run([.. predict, "good\tbad"]).Out;
        Assert.Contains("\"pair\":\"bad\"", apart, StringComparison.Ordinal);
        Assert.Equal(apart, tab);
        Assert.NotEqual(Probabilities(apart), Probabilities(Run("predict", folder["teacher"], "--json", "good").Out));
        AssertRefused(folder, "--pairs", [.. predict, "good"]);

        static string Probabilities(string line) => line[line.IndexOf("probabilities", StringComparison.Ordinal)..];
    }

    public static TheoryData<string> Kinds() => [.. SmallRecipe.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_is_distilled_evaluated_and_predicted_by_its_commands(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        (int distilled, string result, _) = Run("distill", folder["recipe.json"], "--set", "training.num_steps=1", "--json");
        Assert.Equal(0, distilled);
        RunResult written = RunResult.Load(folder["run"])!;
        Assert.Equal(written.ToJson().Trim(), result.Trim());

        // What a service takes is measured, and said; the weights and the float32 file where they are asked for.
        string data = Directory.GetFiles(folder.Path, "train.*").Single();
        string[] evaluate = ["--data", data, "--max-length", "10", "--stride", "2", .. Separator(kind), "--json"];
        foreach (var (version, note, named) in ((ModelResult?, string, string[])[])
            [(written.StudentOnnxInt8, "Taken is the int8 file", [folder["run", "student"]]),
                (written.Student, "", [folder["run", "student"], "--weights"]),
                (written.StudentOnnxFp32, "", [folder["run", "student", "onnx"]])])
        {
            (int evaluated, string metrics, string said) = Run(["evaluate", .. named, .. evaluate]);
            Assert.Equal(0, evaluated);
            Assert.Equal(
                version!.Dev!.First.First().Value,
                JsonDocument.Parse(metrics).RootElement.EnumerateObject().First().Value.GetDouble(),
                1e-12);
            Assert.Equal(note.Length > 0, said.Contains("Taken is", StringComparison.Ordinal));
            // How sure it is of that is what the run has written down.
            JsonElement intervals = JsonDocument.Parse(metrics).RootElement.GetProperty("intervals");
            Uncertainty sure = version.Uncertainty!.First;
            Assert.NotEmpty(sure.Intervals);
            Assert.Equal(sure.Intervals.Count, intervals.EnumerateObject().Count());
            foreach ((string metric, Interval interval) in sure.Intervals)
            {
                Assert.Equal(interval.Low, intervals.GetProperty(metric).GetProperty("low").GetDouble(), 1e-12);
                Assert.Equal(interval.High, intervals.GetProperty(metric).GetProperty("high").GetDouble(), 1e-12);
            }
            Assert.Contains(note, said, StringComparison.Ordinal);
        }

        string[] typed = kind switch
        {
            "qa" => ["bad", "good bad good"],
            "multiple_choice" => ["good", "--choice", "bad", "--choice", "good"],
            "masked_lm" => ["good [MASK]"],
            _ => ["good bad"],
        };
        (int predicted, string line, string errors) = Run(
            ["predict", folder["run", "student"], .. typed, "--max-length", "10", "--stride", "2", "--json"]);
        Assert.Equal((0, "Taken is the int8 file, as a service takes it; --weights takes the weights.\n"), (predicted, errors));
        string[] quiet = ["predict", folder["run", "student"], .. typed, "--weights", "--max-length", "10", "--stride", "2", "--json"];
        (int taken, string byWeights, string nothing) = Run(quiet);
        Assert.Equal((0, ""), (taken, nothing));
        Assert.NotEqual(byWeights, line);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind);
        Assert.Equal(0, Run(["predict", folder["run", "student"], .. typed, "--max-length", "10", "--stride", "2"]).Code);
    }

    [Fact]
    public void Evaluate_of_a_file_in_several_languages_scores_the_rows_that_where_names_and_says_how_many_are_left_out()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(
            folder["dev.tsv"],
            "sentence\tlabel\tlanguage\ngood\tyes\tzh\nbad\tno\tzh\ngood\tyes\tde\nbad\tyes\tzh\n");
        string[] names = ["--label-names", "yes=LABEL_1", "--label-names", "no=LABEL_0"];
        string[] evaluate = ["evaluate", folder["teacher"], "--data", folder["dev.tsv"], .. names, "--json"];
        Assert.Equal(4, Examples(evaluate));
        Assert.Equal(3, Examples([.. evaluate, "--where", "language=zh"]));
        Assert.Equal(2, Examples([.. evaluate, "--where", "language=zh", "--limit", "2"]));
        Assert.Contains("dev.tsv", Run([.. evaluate, "--where", "language=zh"]).Error, StringComparison.Ordinal);

        static int Examples(string[] arguments) => JsonDocument.Parse(Run(arguments).Out).RootElement.GetProperty("examples").GetInt32();
    }

    [Fact]
    public void Name_with_control_codes_is_shown_and_not_obeyed()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string config = File.ReadAllText(folder["teacher", "config.json"]);
        File.WriteAllText(
            folder["teacher", "config.json"],
            config.Replace("\"model_type\": \"bert\"", "\"model_type\": \"\\u001b[2J\\u0007b\\u202et\\r\"", StringComparison.Ordinal));
        (int code, _, string error) = Run("predict", folder["teacher"], "good");
        Assert.Equal(2, code);
        Assert.Contains("'\\u001b[2J\\u0007b\\u202et\\u000d'", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error);
    }

    [Fact]
    public void Model_of_another_head_than_the_tasks_is_refused()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        (int code, _, string error) = Run("predict", folder["teacher"], "--task", "tagging", "good");
        Assert.Equal(2, code);
        Assert.Contains("BertForSequenceClassification", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Prediction_that_is_no_number_is_an_error_and_not_a_label()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using (SafetensorsFile file = SafetensorsFile.Open(folder["teacher", "model.safetensors"]))
        using (TorchSharp.torch.NewDisposeScope())
        {
            Dictionary<string, TorchSharp.torch.Tensor> tensors = file.Entries.Keys.ToDictionary(name => name, file.Read);
            tensors["bert.pooler.dense.weight"].fill_(3e38f); // a number, and too large to compute with
            tensors["classifier.weight"].fill_(3e38f);
            SafetensorsFile.Write(folder["large.safetensors"], tensors);
        }
        File.Move(folder["large.safetensors"], folder["teacher", "model.safetensors"], overwrite: true);
        (int code, string output, string error) = Run("predict", folder["teacher"], "good");
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Contains("NaN or infinite", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_of_a_file_without_a_header_takes_its_first_row_as_an_example()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["dev.tsv"], "good\t1\nbad\t0\n");
        string[] evaluate = ["evaluate", folder["teacher"], "--data", folder["dev.tsv"], "--text", "0", "--label", "1", "--json"];
        Assert.Equal(2, JsonDocument.Parse(Run([.. evaluate, "--no-header"]).Out).RootElement.GetProperty("examples").GetInt32());
        Assert.Equal(1, JsonDocument.Parse(Run([.. evaluate, "--header"]).Out).RootElement.GetProperty("examples").GetInt32());
    }

    [Theory]
    [InlineData("write it as name=value", "--where", "language")]
    [InlineData("names 'a' twice", "--label-names", "a=b", "--label-names", "a=c")]
    [InlineData("leave one out", "--header", "--no-header")]
    [InlineData("limit is 0; it must be at least 1", "--limit", "0")]
    [InlineData("scorer means nothing for a classification task", "--scorer", "squad")]
    public void Evaluate_with_an_option_that_cannot_be_heeded_says_so(string says, params string[] options)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        (int code, _, string error) = Run(["evaluate", folder["teacher"], "--data", folder["train.tsv"], .. options]);
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_is_exported_and_the_onnx_folder_answers_as_the_model_does(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string data = Directory.GetFiles(folder.Path, "train.*").Single();
        string[] lengths = ["--max-length", "10", "--stride", "2", .. Separator(kind), "--json"];
        (int code, string text, string error) = Run(
            ["export", folder["teacher"], "--output", folder["onnx"], "--int8", "--data", data, .. lengths]);
        Assert.True(code == 0, error);
        JsonElement written = JsonDocument.Parse(text).RootElement;
        Assert.InRange(written.GetProperty("model.onnx").GetProperty("largest_difference").GetDouble(), 0, 1e-5);
        Assert.InRange(written.GetProperty("model_int8.onnx").GetProperty("largest_difference").GetDouble(), 1e-9, 0.5);
        foreach (string file in new[] {
            "onnx/model.onnx",
            "onnx/model_int8.onnx",
            "config.json",
            "vocab.txt",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "README.md",
            "textbrewer.json" }) Assert.True(File.Exists(folder["onnx", file]), file);

        (int evaluated, string metrics, _) = Run(
            ["evaluate", folder["onnx", "onnx"], "--data", data, .. Separator(kind), "--json"]);
        Assert.Equal(0, evaluated);
        double before = JsonDocument.Parse(Run(["evaluate", folder["teacher"], "--data", data, .. lengths]).Out).RootElement
            .EnumerateObject()
            .First()
            .Value
            .GetDouble();
        Assert.Equal(before, JsonDocument.Parse(metrics).RootElement.EnumerateObject().First().Value.GetDouble(), 1e-4);
        Assert.Equal(
            0,
            Run(["evaluate", folder["onnx"], "--int8", "--data", data, .. Separator(kind)]).Code);
        Assert.Equal(2, Run("export", folder["onnx"], "--output", folder["again"]).Code);
        Assert.Equal(0, Run("export", folder["teacher"], "--output", folder["portable"], "--portable").Code);
        Assert.Equal(2, Run("evaluate", folder["portable"], "--int8", "--data", data).Code);
    }

    [Fact]
    public void Benchmark_times_a_folder_and_its_onnx_folder_side_by_side()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Assert.Equal(0, Run("export", folder["teacher"], "--output", folder["onnx"], "--int8").Code);
        (int code, string text, _) = Run(
            "benchmark",
            folder["teacher"],
            folder["onnx"],
            "--batch",
            "1",
            "3",
            "--length",
            "6",
            "--rounds",
            "4",
            "--json");
        Assert.Equal(0, code);
        JsonElement[] rows = [.. JsonDocument.Parse(text).RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal(6, rows.Length);
        Assert.Equal(
            ["onnx (ONNX fp32)", "onnx (ONNX int8)", "teacher (TorchSharp)"],
            rows.Select(row => row.GetProperty("name").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.True(
            row.GetProperty("p50").GetDouble() > 0 && row.GetProperty("p99").GetDouble() >= row.GetProperty("p50").GetDouble()));
        (code, text, _) = Run("benchmark", folder["teacher"], "--batch", "2", "--rounds", "3", "--data", folder["train.tsv"], "--json");
        double length = JsonDocument.Parse(text).RootElement.GetProperty("rows")[0].GetProperty("length").GetDouble();
        Assert.Equal((0, 3), (code, length)); // one word between [CLS] and [SEP]
        Assert.Equal(2, Run("benchmark", folder["teacher"], "--batch", "0").Code);
    }

    [Fact]
    public void Predict_of_questions_about_a_file_takes_it_as_their_passage()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("qa");
        File.WriteAllText(folder["passage.txt"], "good bad good bad bad");
        (int code, string text, _) = Run(
            "predict",
            folder["teacher"],
            "bad",
            "good",
            "--context",
            folder["passage.txt"],
            "--max-length",
            "10",
            "--stride",
            "2",
            "--json");
        Assert.Equal(0, code);
        string[] lines = text.TrimEnd().Split('\n');
        Assert.Equal(["bad", "good"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("question").GetString()));
        (int missing, _, string error) = Run("predict", folder["teacher"], "bad", "--context", folder["nowhere.txt"]);
        Assert.Equal(2, missing);
        Assert.Contains("nowhere.txt", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qa", "passage", "good")]
    [InlineData("multiple_choice", "two or more", "good")]
    [InlineData("classification", "task 'sorting'", "good", "--task", "sorting")]
    public void Predict_of_what_a_kind_cannot_take_ends_with_2_and_says_why(string kind, string says, params string[] args)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        (int code, _, string error) = Run(["predict", folder["teacher"], .. args]);
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_prints_TextBrewers_table_as_deep_as_asked()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        (int code, string table, _) = Run("parameters", folder["teacher"], "--max-level", "1");
        Assert.Equal(0, code);
        Assert.StartsWith("\nLAYER NAME", table, StringComparison.Ordinal);
        Assert.Equal(["--model:", "--bert:", "--classifier:"], table.Split('\n')[2..^1].Select(line => line.Split('\t')[0].Trim()));
        Assert.Contains("--LayerNorm:", Run("parameters", folder["teacher"]).Out, StringComparison.Ordinal);
        AssertRefused(folder, "--max-level is -1", "parameters", folder["teacher"], "--max-level", "-1");
    }

    private static void AssertRefused(TemporaryFolder folder, string says, params string[] args)
    {
        (int code, string output, string error) = Run(args);
        Assert.Equal((2, ""), (code, output));
        string sentence = error.Trim().Split('\n')[^1];
        Assert.StartsWith("Error: ", sentence, StringComparison.Ordinal);
        Assert.Contains(says, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    internal static (int Code, string Out, string Error) Run(params string[] args)
    {
        StringWriter output = new(), error = new();
        int code = TextBrewerCommand.Run(args, new Terminal(TextReader.Null, output, error, Interactive: false));
        return (code, output.ToString(), error.ToString());
    }

    private static string[] Separator(string kind) => kind switch
    {
        "multi_label" => ["--label-separator", ","],
        "tagging" => ["--separator", "\t"],
        _ => [],
    };
}
