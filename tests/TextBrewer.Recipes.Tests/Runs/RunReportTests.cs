using System.Globalization;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using TextBrewer.Adaptors;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Reports.Tests;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>What small real runs write beside their result, and the page that they end with.</summary>
public sealed class RunReportTests
{
    public static TheoryData<string> Kinds() => [.. SmallRecipe.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void Run_of_a_kind_ends_with_predictions_and_a_page_that_say_what_its_result_says(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        RunResult result = RecipeRun.Distill(
            Read(folder, "training.num_steps=4", "training.ckpt_steps=2") with { Baseline = true },
            new RunHost());

        foreach (ModelResult? model in (ModelResult?[])
            [result.Teacher, result.Student, result.StudentOnnxFp32, result.StudentOnnxInt8, result.Baseline])
        {
            (long examples, IReadOnlyDictionary<string, Text.Metrics.Interval> intervals) = model!.Uncertainty!.First;
            Assert.Equal(kind switch { "classification" or "tagging" or "multiple_choice" => 2, "qa" => 1, _ => examples }, examples);
            Assert.Equal(model.Dev!.First.Keys, intervals.Keys);
            // With two examples or three every resample is common, the examples themselves among them.
            Assert.All(model.Dev.First, metric => Assert.InRange(
                metric.Value,
                intervals[metric.Key].Low - 1e-9,
                intervals[metric.Key].High + 1e-9));
        }
        Assert.Equal(
            [("baseline", "teacher"), ("student", "baseline"), ("student", "teacher"), ("student_onnx_fp32", "teacher"),
                ("student_onnx_int8", "teacher")],
            result.Differences!.Select(d => (d.Version, d.Against)).Order());
        Assert.True(result.Teacher!.LatencyMs!["onnx_p50"] > 0);
        Assert.False(result.Student!.LatencyMs!.ContainsKey("onnx_p50"));
        Assert.Equal(
            kind switch { "tagging" => "entities", "qa" => "questions", "masked_lm" => "masked words", _ => "examples" },
            result.AgreementOver);

        JsonElement[] lines = Lines(folder["run"]);
        Assert.All(lines, line => Assert.Equal(
            ["baseline", "student", "student_onnx_fp32", "student_onnx_int8", "teacher"],
            line.GetProperty("versions").EnumerateObject().Select(v => v.Name).Order(StringComparer.Ordinal)));
        if (kind is "classification" or "multi_label" or "multiple_choice")
            foreach (var (version, model) in new[] {
                ("teacher", result.Teacher!),
                ("student", result.Student!),
                ("student_onnx_int8", result.StudentOnnxInt8!),
                ("baseline", result.Baseline!) })
                Assert.Equal(
                    model.Dev!.First["accuracy"],
                    lines.Average(line => line.GetProperty("versions").GetProperty(version).GetProperty("right").GetBoolean() ? 1 : 0),
                    1e-12);

        IHtmlDocument page = HtmlPage.Parse(File.ReadAllText(folder["run", RunFileNames.Report]));
        foreach (var (version, model) in new[] {
            ("teacher", result.Teacher!),
            ("student", result.Student!),
            ("baseline", result.Baseline!),
            ("student_onnx_fp32", result.StudentOnnxFp32!),
            ("student_onnx_int8", result.StudentOnnxInt8!) })
        {
            string row = HtmlPage.Text(page.QuerySelector($"#versions [data-version={version}]")!);
            (string metric, double value) = model.Dev!.First.First();
            Assert.Contains(kind switch
            {
                "regression" or "masked_lm" => value.ToString(
                "F4",
                CultureInfo.InvariantCulture),
                "qa" => $"{value.ToString("F2", CultureInfo.InvariantCulture)} %",
                _ =>
                    $"{(100 * value).ToString("F2", CultureInfo.InvariantCulture)} %"
            }, row, StringComparison.Ordinal);
            Assert.NotEmpty(metric);
            if (model.Parameters is long parameters) Assert.Contains(
                parameters.ToString("N0", CultureInfo.InvariantCulture),
                row,
                StringComparison.Ordinal);
            Assert.Contains($"{model.LatencyMs!["p50"].ToString("N2", CultureInfo.InvariantCulture)} ms", row, StringComparison.Ordinal);
        }
        List<string> parts = ["models", "versions", "ablation", "training", "parity", "recipe", "surroundings"];
        if (kind is not "masked_lm") parts.Add("differences"); // nobody reads its texts one by one
        if (kind is not ("multi_label" or "regression" or "masked_lm")) parts.Add("calibration");
        if (kind is "classification" or "tagging" or "multiple_choice") parts.Add("confusion");
        Assert.Equal(
            parts.Order(StringComparer.Ordinal),
            page.QuerySelectorAll("section").Select(s => s.Id!).Order(StringComparer.Ordinal));
        Assert.Contains("total loss", page.QuerySelectorAll("#training figcaption").Select(HtmlPage.Text));
    }

    [Fact]
    public void Page_can_be_written_again_without_the_models()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(Read(folder, "training.num_steps=1"), new RunHost());
        byte[] first = File.ReadAllBytes(folder["run", RunFileNames.Report]);
        foreach (string part in new[] { "student", "checkpoints" }) Directory.Delete(folder["run", part], recursive: true);
        Directory.Delete(folder["teacher"], recursive: true);
        Assert.Equal(first, File.ReadAllBytes(RunReport.Write(folder["run"])));
    }

    [Fact]
    public void Trained_model_has_a_page_without_a_teacher()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Recipe recipe = Read(folder, "training.num_steps=2");
        RecipeRun.Train(
            recipe with { Teacher = null, Student = null, Model = new RecipeModel { Folder = folder["teacher"] } },
            new RunHost());
        IHtmlDocument page = HtmlPage.Parse(File.ReadAllText(folder["run", RunFileNames.Report]));
        Assert.Equal(["model"], page.QuerySelectorAll("#versions [data-version]").Select(row => row.GetAttribute("data-version")));
        Assert.Empty(page.QuerySelectorAll(".wins"));
        Assert.Equal("Where the model is wrong", HtmlPage.Text(page.QuerySelector("#differences h2")!));
        Assert.StartsWith("Trained BERT", HtmlPage.Text(page.QuerySelector(".lead")!), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_without_dev_data_has_a_page_and_no_predictions()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(Read(folder, "training.num_steps=1", "data.dev=null"), new RunHost());
        Assert.False(File.Exists(folder["run", "predictions.jsonl"]));
        IHtmlDocument page = HtmlPage.Parse(File.ReadAllText(folder["run", RunFileNames.Report]));
        Assert.NotNull(page.GetElementById("versions"));
        Assert.Null(page.GetElementById("differences"));
    }

    [Fact]
    public void Several_dev_sets_and_tasks_each_have_their_own_parts()
    {
        using TemporaryFolder one = SmallRecipe.FolderOf("classification"), several = SmallRecipe.FolderOf("multi_label"), folder = new();
        File.WriteAllText(folder["recipe.json"], $$"""
            {
              "tasks": {
                "one": {
                  "task": "classification",
                  "data": {
                    "train": { "path": "{{one["train.tsv"]}}" },
                    "dev": { "matched": { "path": "{{one["train.tsv"]}}" }, "mismatched": { "path": "{{one["train.tsv"]}}" } }
                  },
                  "tokenizer": { "max_length": 10 },
                  "teacher": { "model": "{{one["teacher"]}}" }
                },
                "several": {
                  "task": "multi_label",
                  "data": { "train": { "path": "{{several["train.tsv"]}}" }, "dev": { "path": "{{several["train.tsv"]}}" } },
                  "tokenizer": { "max_length": 10 },
                  "teacher": { "model": "{{several["teacher"]}}" }
                }
              },
              "student": { "config": { "num_hidden_layers": 1 } },
              "training": { "output_dir": "run", "num_steps": 4, "batch_size": 2 },
              "distillation": { "kd_loss_type": "mse", "hard_label_weight": 1 }
            }
            """);
        RecipeRun.Distill(Read(folder), new RunHost());
        Assert.Equal(["one/matched", "one/mismatched", "several/"], Lines(folder["run"]).Select(
            line => $"{line.GetProperty("task")}/{(line.TryGetProperty("set", out JsonElement set) ? set : "")}").Distinct());
        IHtmlDocument page = HtmlPage.Parse(File.ReadAllText(folder["run", RunFileNames.Report]));
        Assert.Equal(
            ["task one, dev set matched", "task one, dev set mismatched", "task several"],
            page.QuerySelectorAll("#differences h3").Select(HtmlPage.Text));
        Assert.Equal(
            ["accuracy, one/matched", "accuracy, one/mismatched", "F1 micro, several"],
            page.QuerySelectorAll("#versions table")[0].QuerySelectorAll("thead th").Skip(1).Take(3).Select(HtmlPage.Text));
        Assert.Equal(
            2,
            page.QuerySelectorAll("#models thead th").Count(th => th.TextContent.StartsWith("teacher", StringComparison.Ordinal)));
    }

    [Fact]
    public void Stopped_run_ends_with_a_page_that_says_so_and_the_resumed_one_with_the_whole_page()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using CancellationTokenSource stop = new();
        RecipeRun.Distill(Read(folder, "training.num_steps=6"), new RunHost { Progress = _ => new StopAt(3, stop) }, stop.Token);
        IHtmlDocument stopped = HtmlPage.Parse(File.ReadAllText(folder["run", RunFileNames.Report]));
        Assert.Contains("stopped at step 3", HtmlPage.Text(stopped.QuerySelector(".banner")!), StringComparison.Ordinal);
        Assert.NotNull(stopped.GetElementById("models"));
        Assert.False(File.Exists(folder["run", "predictions.jsonl"]));
        RecipeRun.Resume(folder["run"], new RunHost());
        IHtmlDocument resumed = HtmlPage.Parse(File.ReadAllText(folder["run", RunFileNames.Report]));
        Assert.Null(resumed.QuerySelector(".banner"));
        Assert.NotNull(resumed.GetElementById("versions"));
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private static JsonElement[] Lines(string run) =>
        [.. File.ReadLines(Path.Combine(run, "predictions.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    private sealed class StopAt(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
