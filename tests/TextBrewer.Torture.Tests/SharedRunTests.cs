using System.Text.Json.Nodes;
using TextBrewer.Testing;
using TextBrewer.Torch.Native;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Torture.Tests;

/// <summary>Whole commands that several processes carry out under a launcher of MPI.</summary>
public sealed class SharedRunTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private static readonly Scenario s_plain = new("without dropout", WithoutDropout);

    [Theory]
    [InlineData(SharedRun.OpenMpi)]
    [InlineData(SharedRun.Mpich)]
    public void Run_by_1_2_and_3_processes_ends_with_the_same_weights_and_metrics_and_process_0_alone_speaks(string launcher)
    {
        SkipWithout(launcher);
        using TemporaryFolder folder = new();
        string alone = Alone(folder["1"], s_plain);
        foreach (int size in (int[])[2, 3])
        {
            string shared = folder[$"{size}"];
            ScenarioFolder.Make(shared, s_plain);
            using Child child = SharedRun.Start(launcher, size, shared, ["distill", "recipe.json", "--json"]);
            Ended(0, child);
            AssertSameModel(alone, shared);
            AssertSameMetrics(alone, shared);
            Assert.NotNull(JsonNode.Parse(child.Result)); // one result
            Assert.Equal(1, Count("Distilling: ", child.Said));
            Assert.Equal(1, Count($"{size} processes on one host: they sum ", child.Said));
            Assert.Equal(1, Count("Report: ", child.Said));
        }
    }

    [Theory]
    [InlineData("stages")]
    [InlineData("two tasks")]
    [InlineData("accumulation, in steps")]
    [InlineData("earth mover's distance, gradient checkpointing")]
    public void Run_of_another_kind_by_two_processes_ends_with_the_weights_of_one(string name)
    {
        SkipWithout(SharedRun.OpenMpi);
        using TemporaryFolder folder = new();
        Scenario scenario = new(name, recipe =>
        {
            Scenario.All.Single(one => one.Name == name).Change(recipe);
            WithoutDropout(recipe);
        });
        string alone = Alone(folder["1"], scenario), shared = folder["2"];
        ScenarioFolder.Make(shared, scenario);
        using Child child = SharedRun.Start(SharedRun.OpenMpi, 2, shared, ["distill", "recipe.json"]);
        Ended(0, child);
        AssertSameModel(alone, shared);
        AssertSameMetrics(alone, shared);
    }

    [Fact]
    public void Run_whose_process_is_killed_ends_for_all_and_is_resumed_to_the_bytes_of_one_that_nobody_disturbed()
    {
        Assert.SkipUnless(
            SharedRun.IsInstalled(SharedRun.OpenMpi) || SharedRun.IsInstalled(SharedRun.Mpich),
            "No launcher of MPI is installed (Debian: openmpi-bin, mpich).");
        using TemporaryFolder folder = new();
        List<string> said = [];
        IReadOnlyList<string> problems = new SharedKillTest(folder.Path, seed: 1, said.Add).Run(kills: 3);
        Assert.True(problems.Count == 0, string.Join('\n', said));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 1)]
    public void Run_that_ends_at_one_size_goes_on_at_another_and_says_so(int before, int after)
    {
        SkipWithout(SharedRun.OpenMpi);
        using TemporaryFolder folder = new();
        Scenario scenario = new("long", recipe =>
        {
            WithoutDropout(recipe);
            recipe["training"]!["num_epochs"] = 20;
        });
        string alone = Alone(folder["whole"], scenario), shared = folder["shared"], run = Path.Combine(shared, ScenarioFolder.Run);
        ScenarioFolder.Make(shared, scenario);
        using (Child child = SharedRun.Start(SharedRun.OpenMpi, before, shared, ["distill", "recipe.json"]))
        {
            while (Checkpoint.All(run).Count < 1 && child.Wait(TimeSpan.FromMilliseconds(20)) is null)
            {
            }
            SharedRun.Kill(shared, rank: 1);
            Assert.NotEqual(0, child.Wait(s_patience) ?? 0);
        }
        using Child resumed = after == 1
            ? Child.Start(shared, "resume", ScenarioFolder.Run)
            : SharedRun.Start(SharedRun.OpenMpi, after, shared, ["resume", ScenarioFolder.Run]);
        Ended(0, resumed);
        Assert.Contains($"The run goes on with {after} processes where it had {before}", resumed.Said, StringComparison.Ordinal);
        AssertSameModel(alone, shared);
        AssertSameMetrics(alone, shared);
    }

    [Fact]
    public void Label_by_two_processes_fills_a_store_that_one_reads_without_asking()
    {
        SkipWithout(SharedRun.OpenMpi);
        using TemporaryFolder folder = new();
        ScenarioFolder.Make(folder.Path, s_plain);
        string[] recipe = ["recipe.json", "--set", "teacher_store=store"];
        using (Child child = SharedRun.Start(SharedRun.OpenMpi, 2, folder.Path, ["label", .. recipe]))
        {
            Ended(0, child);
            Assert.Contains("Asked about 48 examples", child.Result, StringComparison.Ordinal);
        }
        Assert.Equal(2, Directory.GetFiles(folder["store"], "*.chunk", SearchOption.AllDirectories).Length);
        using Child alone = Child.Start(folder.Path, ["distill", .. recipe]);
        Ended(0, alone);
        Assert.Contains("for all 48 examples are stored", alone.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", alone.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Store_that_three_processes_fill_while_they_train_is_whole()
    {
        SkipWithout(SharedRun.OpenMpi);
        using TemporaryFolder folder = new();
        ScenarioFolder.Make(folder.Path, s_plain);
        string[] recipe = ["recipe.json", "--set", "teacher_store=store"];
        using (Child child = SharedRun.Start(SharedRun.OpenMpi, 3, folder.Path, ["distill", .. recipe]))
        {
            Ended(0, child);
            Assert.DoesNotContain("damaged", child.Said, StringComparison.Ordinal);
        }
        using Child label = Child.Start(folder.Path, ["label", .. recipe, "--json"]);
        Ended(0, label);
        Assert.Equal(0, JsonNode.Parse(label.Result)!["asked"]!.GetValue<int>());
    }

    [Fact]
    public void Evaluate_by_any_number_of_processes_prints_the_same_once()
    {
        SkipWithout(SharedRun.OpenMpi);
        using TemporaryFolder folder = new();
        ScenarioFolder.Make(folder.Path, s_plain);
        string[] evaluate = ["evaluate", "teacher", "--data", "train.tsv"];
        using Child alone = Child.Start(folder.Path, evaluate);
        Ended(0, alone);
        Assert.Contains("accuracy", alone.Result, StringComparison.Ordinal);
        foreach (int size in (int[])[2, 3])
        {
            using Child shared = SharedRun.Start(SharedRun.OpenMpi, size, folder.Path, evaluate);
            Ended(0, shared);
            Assert.Equal(alone.Result, shared.Result);
        }
    }

    [Theory]
    [InlineData(SharedRun.OpenMpi, "Did you mean 'num_steps'?", "distill", "recipe.json", "--set", "training.num_stepss=3")]
    [InlineData(SharedRun.Mpich, "Did you mean 'num_steps'?", "distill", "recipe.json", "--set", "training.num_stepss=3")]
    [InlineData(SharedRun.OpenMpi, "nowhere.tsv", "distill", "recipe.json", "--set", "data.train.path=nowhere.tsv")]
    [InlineData(SharedRun.OpenMpi, "$.teacher.engine is auto", "distill", "recipe.json", "--set", "teacher.engine=auto")]
    [InlineData(SharedRun.OpenMpi, "$.model is missing", "train", "recipe.json")]
    [InlineData(SharedRun.OpenMpi, "$.teacher_store is missing", "label", "recipe.json")]
    [InlineData(SharedRun.OpenMpi, "There is no run folder 'nowhere'", "resume", "nowhere")]
    [InlineData(SharedRun.OpenMpi, "names 'nothing'", "distill", "recipe.json", "--no-check", "--set", "training.freeze=[\"nothing\"]")]
    [InlineData(SharedRun.OpenMpi, "this is not JSON", "distill", "train.tsv")]
    [InlineData(SharedRun.OpenMpi, "There is no network interface 'eth99'", "distill", "recipe.json", "--interface", "eth99")]
    [InlineData(SharedRun.Mpich, "there are lo", "distill", "recipe.json", "--interface", "eth99")]
    [InlineData(SharedRun.OpenMpi, "Did you mean '--interface'?", "distill", "recipe.json", "--interfaces", "eth0")]
    [InlineData(SharedRun.Mpich, "Did you mean '--interface'?", "distill", "recipe.json", "--interfaces", "eth0")]
    public void What_cannot_be_carried_out_is_said_once_and_ends_with_2(string launcher, string says, params string[] arguments)
    {
        SkipWithout(launcher);
        using TemporaryFolder folder = new();
        ScenarioFolder.Make(folder.Path, s_plain);
        using Child child = SharedRun.Start(launcher, 2, folder.Path, arguments);
        Ended(2, child);
        Assert.Contains(says, child.Said, StringComparison.Ordinal);
        Assert.Equal(1, Count("Error: ", child.Said));
        Assert.Equal("", child.Result.Trim());
    }

    [Theory]
    [InlineData(SharedRun.OpenMpi, "presets", new[] { "presets" })]
    [InlineData(SharedRun.Mpich, "presets", new[] { "presets" })]
    [InlineData(SharedRun.OpenMpi, "init", new[] { "init", "--data", "train.tsv", "--teacher", "teacher", "--output", "new.json" })]
    [InlineData(SharedRun.OpenMpi, "predict", new[] { "predict", "teacher", "good" })]
    public void Command_that_is_not_shared_is_done_by_process_0_alone_which_says_so(string launcher, string name, string[] arguments)
    {
        SkipWithout(launcher);
        using TemporaryFolder folder = new();
        ScenarioFolder.Make(folder.Path, s_plain);
        using Child alone = Child.Start(folder.Path, arguments);
        Ended(0, alone);
        File.Delete(folder["new.json"]);
        using Child child = SharedRun.Start(launcher, 2, folder.Path, arguments);
        Ended(0, child);
        Assert.Equal(alone.Result, child.Result);
        Assert.Equal(1, Count($"Process 0 of 2 does '{name}' alone", child.Said));
    }

    [Theory]
    [InlineData(SharedRun.OpenMpi, true)]
    [InlineData(SharedRun.OpenMpi, false)]
    [InlineData(SharedRun.Mpich, true)]
    [InlineData(SharedRun.Mpich, false)]
    public void Run_that_is_asked_to_stop_saves_and_ends_with_the_code_of_the_signal(string launcher, bool asksLauncher)
    {
        SkipWithout(launcher);
        using TemporaryFolder folder = new();
        ScenarioFolder.Make(folder.Path, new Scenario("long", recipe => recipe["training"]!["num_epochs"] = 200));
        string run = folder[ScenarioFolder.Run];
        using Child child = SharedRun.Start(launcher, 2, folder.Path, ["distill", "recipe.json"]);
        while (Checkpoint.All(run).Count < 1 && child.Wait(TimeSpan.FromMilliseconds(20)) is null)
        {
        }
        // Process 1 alone hears of it where the launcher is not asked.
        Child.Terminate(asksLauncher ? child.Number : SharedRun.Number(folder.Path, rank: 1)!.Value);
        // A launcher that is asked itself does not always hand on what its processes end with: Open MPI's never, MPICH's mostly.
        int? ended = child.Wait(s_patience);
        int[] codes = !asksLauncher ? [143] : launcher == SharedRun.OpenMpi ? [1] : [143, 0];
        Assert.True(ended is int code && codes.Contains(code), $"It ended with {ended}, not {string.Join(" or ", codes)}: {child.Said}");
        Assert.Contains("a checkpoint is saved. Go on with: ", child.Said, StringComparison.Ordinal);
        Assert.Equal("stopped", JsonNode.Parse(File.ReadAllText(Path.Combine(run, "result.json")))!["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(SharedRun.OpenMpi)]
    [InlineData(SharedRun.Mpich)]
    public void Evaluation_of_which_one_process_is_asked_to_stop_ends_for_all_with_the_code_of_the_signal(string launcher)
    {
        SkipWithout(launcher);
        using TemporaryFolder folder = new();
        ScenarioFolder.Make(folder.Path, s_plain);
        // More than can be evaluated before the signal arrives.
        string[] lines = File.ReadAllLines(folder["train.tsv"]);
        File.WriteAllLines(folder["many.tsv"], [lines[0], .. Enumerable.Repeat(lines[1..], 20_000).SelectMany(rows => rows)]);
        using Child child = SharedRun.Start(launcher, 2, folder.Path, ["evaluate", "teacher", "--data", "many.tsv"]);
        // In whatever phase it is: with an MPI library in it, it is past its beginning.
        while (!HasMpi(SharedRun.Number(folder.Path, rank: 1)) && child.Wait(TimeSpan.FromMilliseconds(20)) is null)
        {
        }
        Thread.Sleep(TimeSpan.FromSeconds(3));
        Child.Terminate(SharedRun.Number(folder.Path, rank: 1)!.Value);
        Ended(143, child);
        Assert.Equal(1, Count("Stopped.", child.Said));
        Assert.Equal("", child.Result.Trim());
    }

    [Fact]
    public void File_that_one_process_misses_or_has_otherwise_is_said_with_the_process()
    {
        SkipWithout(SharedRun.OpenMpi);
        using TemporaryFolder folder = Hosts(2);
        string[] lines = File.ReadAllLines(folder["host1", "train.tsv"]);
        File.WriteAllLines(folder["host1", "train.tsv"], lines[..^1]);
        Refused("Process 1 on ", "was given something else than process 0", "the training data is 47 texts");
        File.Delete(folder["host1", "train.tsv"]);
        Refused("Process 1 on ", "There is no data file", "train.tsv");

        void Refused(params string[] says)
        {
            using Child child = SharedRun.Start(SharedRun.OpenMpi, 2, folder.Path, ["distill", "recipe.json"], "cd host$rank; ");
            Ended(2, child);
            foreach (string part in says) Assert.Contains(part, child.Said, StringComparison.Ordinal);
            Assert.Equal(1, Count("Error: ", child.Said));
        }
    }

    [Fact]
    public void Processes_that_do_not_see_one_folder_run_stages_and_resume_from_copies()
    {
        SkipWithout(SharedRun.OpenMpi);
        Scenario stages = new("stages", recipe =>
        {
            Scenario.All.Single(one => one.Name == "stages").Change(recipe);
            WithoutDropout(recipe);
        });
        using TemporaryFolder folder = Hosts(2, stages), whole = new();
        string alone = Alone(whole.Path, stages);
        Say("distill", "recipe.json");
        AssertSameModel(alone, folder["host0"]);
        Assert.False(Directory.Exists(folder["host1", ScenarioFolder.Run]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["scratch"]));
        // The last stage once more, from its checkpoint.
        File.Delete(folder["host0", ScenarioFolder.Run, "result.json"]);
        Directory.Delete(folder["host0", ScenarioFolder.Run, "student"], recursive: true);
        Say("resume", ScenarioFolder.Run);
        AssertSameModel(alone, folder["host0"]);

        void Say(params string[] arguments)
        {
            using Child child = SharedRun.Start(
                SharedRun.OpenMpi,
                2,
                folder.Path,
                [.. arguments, "--local-scratch", folder["scratch"]],
                "cd host$rank; ");
            Ended(0, child);
            Assert.Equal(1, Count("Not all processes see", child.Said));
        }
    }

    private static bool HasMpi(int? process) =>
        process is { } number && File.ReadAllText($"/proc/{number}/maps").Contains("libmpi", StringComparison.Ordinal);

    private static void SkipWithout(string launcher) =>
        Assert.SkipUnless(SharedRun.IsInstalled(launcher), $"{launcher} is not installed (Debian: openmpi-bin, mpich).");

    /// <summary>A folder for each process, as if each were on a host of its own.</summary>
    private static TemporaryFolder Hosts(int size, Scenario? scenario = null)
    {
        TemporaryFolder folder = new();
        for (int rank = 0; rank < size; rank++) ScenarioFolder.Make(folder[$"host{rank}"], scenario ?? s_plain);
        return folder;
    }

    /// <summary>Carries a scenario out in one process.</summary>
    private static string Alone(string folder, Scenario scenario)
    {
        ScenarioFolder.Make(folder, scenario);
        using Child child = Child.Start(folder, ["distill", "recipe.json", .. scenario.Arguments]);
        Ended(0, child);
        return folder;
    }

    private static void Ended(int code, Child child)
    {
        int? ended = child.Wait(s_patience);
        Assert.True(ended == code, $"It ended with {ended}, not {code}: {child.Said}");
    }

    private static void WithoutDropout(JsonObject recipe)
    {
        JsonObject config = recipe["student"]!["config"]!.AsObject();
        (config["hidden_dropout_prob"], config["attention_probs_dropout_prob"]) = (0, 0);
    }

    private static int Count(string part, string text) => text.Split(part).Length - 1;

    private static void AssertSameModel(string expected, string actual)
    {
        LibTorch.Load();
        string[] models = [.. Models(expected)];
        Assert.NotEmpty(models);
        Assert.Equal(models, Models(actual));
        foreach (string model in models)
        {
            using SafetensorsFile first = SafetensorsFile.Open(Path.Combine(expected, model)),
                second = SafetensorsFile.Open(Path.Combine(actual, model));
            Assert.Equal(first.Entries.Keys.Order(StringComparer.Ordinal), second.Entries.Keys.Order(StringComparer.Ordinal));
            // Attention does not change with a key's bias: its gradient is nothing but rounding, which Adam makes steps of.
            foreach (string name in first.Entries.Keys.Where(name => !name.EndsWith("key.bias", StringComparison.Ordinal)))
            {
                using Tensor a = first.Read(name), b = second.Read(name), difference = (a - b).abs().max();
                Assert.True(difference.item<float>() < 1e-5, $"{name} of {model}");
            }
        }
    }

    /// <summary>The weights of a run's students, by their paths.</summary>
    private static IEnumerable<string> Models(string folder) =>
        Directory.GetFiles(Path.Combine(folder, ScenarioFolder.Run), "model.safetensors", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(path => !path.Contains("checkpoints", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static void AssertSameMetrics(string expected, string actual) => Assert.Equal(Metrics(expected), Metrics(actual));

    private static string Metrics(string folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, ScenarioFolder.Run, "result.json")))!["student"]!["dev"]!.ToJsonString();
}
