using System.Security.Cryptography;
using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Teachers;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Whole runs whose teacher outputs are stored on disk.</summary>
public sealed class StoredRunTests
{
    private const string Matches = "distillation.intermediate_matches=evenly:hidden_mse+evenly:mmd";

    [Fact]
    public void Teacher_is_asked_about_each_example_once_over_all_epochs_baseline_ablations_and_runs()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Sentences(20));
        Recipe recipe = Read(folder, Matches, "training.num_epochs=3", "distillation.hard_label_weight=1") with
        {
            Baseline = true,
            Ablation = true
        };
        AskedExamples asked = new();
        RunResult result = RecipeRun.Distill(recipe, new RunHost { Around = asked.Around });
        Assert.Equal(4, result.Ablation!.Count);
        Assert.Equal(20, asked.Times.Count);
        Assert.All(asked.Times.Values, times => Assert.Equal(1, times));

        RecipeRun.Distill(Read(folder, Matches, "training.output_dir=second", "training.seed=7"), new RunHost { Around = asked.Around });
        Assert.All(asked.Times.Values, times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData("classification")]
    [InlineData("tagging")]
    [InlineData("qa")]
    [InlineData("multiple_choice")]
    public void Distillation_after_label_asks_no_teacher(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        AskedExamples asked = new();
        List<string> said = [];
        RunHost host = new() { Around = asked.Around, Say = said.Add };
        LabelResult labelled = RecipeRun.Label(Read(folder), host);
        Assert.Equal(("completed", labelled.Examples, labelled.Examples), (labelled.Status, labelled.Asked, labelled.Stored));
        Assert.True(labelled.Bytes > 0);
        Assert.Equal(labelled.Examples, asked.Times.Count);
        Assert.False(Directory.Exists(folder["run"]));
        Assert.Contains(said, sentence => sentence.StartsWith("The teacher's outputs: ", StringComparison.Ordinal));
        asked.Times.Clear();
        RecipeRun.Distill(Read(folder, "training.num_epochs=2"), host);
        Assert.Empty(asked.Times);
        Assert.Contains(said, sentence => sentence.Contains("it need not be asked", StringComparison.Ordinal));
        Assert.Equal(0, RecipeRun.Label(Read(folder), host).Asked);
    }

    [Fact]
    public void Run_with_the_exact_store_ends_with_the_same_bytes_as_one_without_where_batches_hold_the_same_examples()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Sentences(20));
        string[] settings = [Matches, "training.num_epochs=4", "training.batch_size=20", "teacher_store.precision=exact"];
        string with = Trained(folder, "with", settings);
        string without = Trained(folder, "without", [.. settings, "teacher_store=null"]);
        Assert.Equal(without, with);
        Assert.Equal(with, Trained(folder, "again", settings)); // read from the first step on
        Assert.NotEqual(with, Trained(folder, "half", [.. settings, "teacher_store.precision=half"]));
    }

    [Fact]
    public void Run_that_fills_a_store_in_half_precision_ends_with_the_same_bytes_as_one_that_reads_it()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Sentences(20));
        string[] settings = [Matches, "training.num_epochs=3", "training.batch_size=4"];
        Assert.Equal(Trained(folder, "first", settings), Trained(folder, "second", settings));
    }

    [Fact]
    public void Damaged_store_is_told_once_made_again_and_changes_nothing()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Sentences(20));
        string[] settings = [Matches, "training.num_epochs=2", "training.batch_size=20"];
        string whole = Trained(folder, "first", settings);
        string chunk = Assert.Single(Directory.GetFiles(folder["outputs"], "*.chunk", SearchOption.AllDirectories));
        byte[] bytes = File.ReadAllBytes(chunk);
        for (int at = 2000; at < bytes.Length; at += 1999) bytes[at] ^= 4;
        File.WriteAllBytes(chunk, bytes);
        List<string> said = [];
        Assert.Equal(whole, Trained(folder, "second", settings, new RunHost { Say = said.Add }));
        Assert.Single(said, sentence => sentence.Contains("damaged", StringComparison.Ordinal));
        AskedExamples asked = new();
        Assert.Equal(whole, Trained(folder, "third", settings, new RunHost { Around = asked.Around }));
        Assert.Empty(asked.Times);
    }

    [Fact]
    public void Limit_is_said_before_and_when_it_is_reached_and_the_teacher_is_asked_about_the_rest()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Sentences(20));
        AskedExamples asked = new();
        List<string> said = [];
        RecipeRun.Distill(
            Read(folder, "training.num_epochs=3", "training.batch_size=4", "teacher_store.max_gb=0.00002"),
            new RunHost { Around = asked.Around, Say = said.Add });
        Assert.Contains(said, sentence => sentence.Contains("There is room for", StringComparison.Ordinal));
        Assert.Single(said, sentence => sentence.Contains("No more teacher outputs are stored", StringComparison.Ordinal));
        Assert.Contains(asked.Times.Values, times => times == 3);
        Assert.True(new DirectoryInfo(folder["outputs"]).EnumerateFiles("*.chunk", SearchOption.AllDirectories).Sum(f => f.Length) < 25000);
    }

    [Fact]
    public void Each_teacher_of_an_ensemble_has_a_store_of_its_own()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Sentences(6));
        CopyTeacher(folder, seed: 1);
        AskedExamples asked = new();
        string[] settings = ["teacher=null", "teachers=[\"teacher\",\"teacher2\"]", "training.num_epochs=2", "training.batch_size=6",
            "teacher_store.precision=exact"];
        string with = Trained(folder, "with", settings, new RunHost { Around = asked.Around });
        Assert.All(asked.Times.Values, times => Assert.Equal(2, times)); // once each
        Assert.Equal(2, Directory.GetDirectories(folder["outputs"]).Length);
        Assert.Equal(Trained(folder, "without", [.. settings, "teacher_store=null"]), with);
    }

    [Fact]
    public void Teachers_of_several_tasks_are_asked_about_each_example_once()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Sentences(4));
        CopyTeacher(folder, seed: 1);
        File.WriteAllText(folder["other.tsv"], Sentences(6));
        File.WriteAllText(folder["recipe.json"], """
            {
              "tasks": {
                "mood": { "data": { "train": { "path": "train.tsv" } }, "teacher": "teacher", "tokenizer": { "max_length": 16 } },
                "other": {
                  "data": { "train": { "path": "other.tsv" } },
                  "teachers": [ "teacher", "teacher2" ],
                  "labels": ["LABEL_0", "LABEL_1", "LABEL_2"],
                  "tokenizer": { "max_length": 16 }
                }
              },
              "student": { "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" },
              "training": { "output_dir": "run", "num_steps": 40, "batch_size": 1 },
              "distillation": { "intermediate_matches": "evenly:hidden_mse", "hard_label_weight": 1 }
            }
            """);
        AskedExamples asked = new();
        RecipeRun.Distill(Read(folder) with { Baseline = true, Ablation = true }, new RunHost { Around = asked.Around });
        // Six texts, four of which are in both tasks; the second task has the first one's teacher and another one.
        Assert.Equal(6, asked.Times.Count);
        Assert.All(asked.Times.Values, times => Assert.Equal(2, times));
        Assert.Equal(2, Directory.GetDirectories(folder["outputs"]).Length);
    }

    [Fact]
    public void Stopped_run_that_is_resumed_goes_on_reading_the_store_and_ends_with_the_same_bytes()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Sentences(8));
        string[] settings = [Matches, "training.num_epochs=2", "training.batch_size=2"];
        string whole = Trained(folder, "whole", settings);
        using CancellationTokenSource stop = new();
        AskedExamples asked = new();
        RunHost host = new() { Around = asked.Around, Progress = _ => new StopAfter(3, stop) };
        Assert.Equal("stopped", RecipeRun.Distill(Read(folder, settings), host, stop.Token).Status);
        RecipeRun.Resume(folder["run"], new RunHost { Around = asked.Around });
        Assert.Empty(asked.Times);
        Assert.Equal(whole, Hash(folder, "run"));
    }

    [Theory]
    [InlineData("teacher_store.precision=single", "$.teacher_store.precision is 'single'; use half or exact")]
    [InlineData("teacher_store.max_gb=0", "$.teacher_store.max_gb")]
    [InlineData("teacher_store={}", "$.teacher_store.folder is missing")]
    [InlineData("teacher_store=recipe.json", "a file: name a folder")]
    [InlineData("teacher_store.foldr=x", "Did you mean 'folder'?")]
    public void Wrong_settings_are_errors_that_say_what_to_do(string setting, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Assert.Contains(
            says,
            Assert.Throws<ConfigurationException>(() => Read(folder, setting)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Label_without_a_store_says_how_to_name_one()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Recipe recipe = RecipeFile.Read(folder["recipe.json"]);
        Assert.Contains(
            "--set teacher_store=",
            Assert.Throws<ConfigurationException>(() => RecipeRun.Label(recipe, new RunHost())).Message,
            StringComparison.Ordinal);
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) =>
        RecipeFile.Read(folder["recipe.json"], ["teacher_store=outputs", .. settings]);

    private static string Trained(TemporaryFolder folder, string run, string[] settings, RunHost? host = null)
    {
        RecipeRun.Distill(Read(folder, [.. settings, $"training.output_dir={run}"]), host ?? new RunHost());
        return Hash(folder, run);
    }

    private static string Hash(TemporaryFolder folder, string run) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(folder[run, "student", "model.safetensors"])));

    /// <summary>Different sentences of several lengths.</summary>
    private static string Sentences(int count) => "sentence\tlabel\n" + string.Concat(Enumerable.Range(2, count).Select(
        i => $"{string.Join(' ', Convert.ToString(i, 2).Select(digit => digit == '1' ? "good" : "bad"))}\tLABEL_{i % 2}\n"));

    /// <summary>A second teacher, with other weights.</summary>
    private static void CopyTeacher(TemporaryFolder folder, int seed)
    {
        Directory.CreateDirectory(folder["teacher2"]);
        foreach (string file in Directory.GetFiles(folder["teacher"])) File.Copy(file, folder["teacher2", Path.GetFileName(file)]);
        byte[] weights = File.ReadAllBytes(folder["teacher2", "model.safetensors"]);
        weights[^(4 + (4 * seed))] ^= 1;
        File.WriteAllBytes(folder["teacher2", "model.safetensors"], weights);
    }

    private sealed class StopAfter(int step, CancellationTokenSource stop) : Training.ITrainingObserver
    {
        public void Step(Training.StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
