using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Students that look for the layers to begin with; the teacher has three.</summary>
public sealed partial class StartSearchTests
{
    private const int Rows = 40, Kept = 4;

    [Fact]
    public void Best_candidate_is_taken_said_and_written_into_the_recipe_and_the_run_is_the_one_that_names_it()
    {
        using TemporaryFolder folder = Folder();
        List<string> said = [];
        Recipe recipe = Read(folder, Search(6)) with { Baseline = true };
        Assert.Equal("completed", RecipeRun.Distill(recipe, new RunHost { Say = said.Add }).Status);
        string sentence = Sentence(said);
        (string Name, string Layers, double Loss)[] tried = Figures(sentence);
        Assert.Equal(["every_kth", "first", "last"], tried.Select(one => one.Name)); // evenly is every_kth here
        Assert.Equal(["0, 2", "0, 1", "1, 2"], tried.Select(one => one.Layers));
        Assert.Contains($"on {Kept} training texts that no trial saw", sentence, StringComparison.Ordinal);
        (string name, string layers, _) = tried.MinBy(one => one.Loss);
        Assert.StartsWith($"$.student.initialize: {name} is taken; after 6 steps", sentence, StringComparison.Ordinal);
        foreach (string path in (string[])[folder["run", "recipe.json"], folder["run", "baseline", "recipe.json"]])
        {
            JsonNode written = JsonNode.Parse(File.ReadAllText(path))!["student"]!["initialize"]!;
            Assert.Equal(layers, string.Join(", ", written.AsArray()));
        }
        Assert.Contains($"\"start\": \"layers {layers}\"", File.ReadAllText(folder["run", "run.json"]), StringComparison.Ordinal);

        Recipe named = Read(folder, $"student.initialize=[{layers}]", "training.output_dir=named");
        RecipeRun.Distill(named with { Baseline = true }, new RunHost());
        AssertSame(folder["named"], folder["run"]);
        List<string> again = [];
        RecipeRun.Distill(Read(folder, Search(6), "training.output_dir=again") with { Baseline = true }, new RunHost { Say = again.Add });
        Assert.Equal(sentence, Sentence(again));
    }

    [Theory]
    [InlineData("training.optimizer=adamw")]
    [InlineData("training.layer_learning_rate_decay=0.3")]
    [InlineData("distillation.intermediate_matches=evenly:hidden_mse")] // trained with, and no part of the figure
    public void Figure_is_the_loss_of_a_run_without_the_kept_texts_on_these(string setting)
    {
        const int Steps = 5;
        using TemporaryFolder folder = Folder();
        List<string> said = [];
        RecipeRun.Distill(Read(folder, Search(Steps), setting), new RunHost { Say = said.Add });

        string[] lines = File.ReadAllLines(folder["train.tsv"]);
        string[] kept = [.. Enumerable.Range(0, Kept).Select(i => lines[1 + (i * Rows / Kept)])];
        File.WriteAllLines(folder["rest.tsv"], lines.Except(kept));
        File.WriteAllLines(folder["kept.tsv"], kept.Prepend(lines[0]));
        foreach ((string _, string layers, double loss) in Figures(Sentence(said)))
        {
            string run = $"run {layers}";
            RecipeRun.Distill(
                Read(folder, $"student.initialize=[{layers}]", $"training.num_steps={Steps}", "data.train.path=rest.tsv",
                    $"training.output_dir={run}", setting),
                new RunHost());
            using RunContext context = new(Read(folder, "data.train.path=kept.tsv", "student.initialize=first"), new RunHost());
            using LoadedModel student = new(folder[run, "student"]);
            TaskContext task = context.Tasks[0];
            IReadOnlyList<float[][]> taught = Evaluation.Outputs(task.Teacher!, task.Task, [.. task.Labelled]);
            IReadOnlyList<float[][]> learned = Evaluation.Outputs(student.Model, task.Task, [.. task.Labelled]);
            // TextBrewer's ce at T = 4, and half of the labels' cross entropy.
            double expected = taught.Zip(learned, task.Labelled).Average(text =>
            {
                double[] teacher = Softmax(text.First[0], 4), distilled = Softmax(text.Second[0], 4), plain = Softmax(text.Second[0], 1);
                double distillation = -teacher.Zip(distilled, (p, q) => p * Math.Log(q)).Sum();
                return distillation - (0.5 * Math.Log(plain[((ClassTarget)text.Third.Target).Label]));
            });
            Assert.Equal(expected, loss, 1e-4);
        }

        static double[] Softmax(float[] logits, double temperature)
        {
            double[] powers = [.. logits.Select(logit => Math.Exp(logit / temperature))];
            return [.. powers.Select(power => power / powers.Sum())];
        }
    }

    [Fact]
    public void Trials_train_on_no_text_that_is_kept_and_on_none_like_it()
    {
        using TemporaryFolder folder = Folder();
        File.AppendAllLines(folder["train.tsv"], File.ReadAllLines(folder["train.tsv"])[1..]); // each twice
        using RunContext context = new(Read(folder, "data.extra=[{\"path\":\"train.tsv\",\"labelled\":false}]"), new RunHost());
        TaskContext task = context.Tasks[0];
        KeptTexts kept = new(Spread.Of(task.Labelled, 8));
        Assert.Equal(8, kept.Texts.Count);
        HashSet<UInt128> keys = [.. kept.Texts.Select(text => text.Key())], seen = [];
        foreach (Batch<TextBatch> batch in task.Batches(context, labelledOnly: false, kept).Epoch(0).From(0))
            using (batch) seen.UnionWith(batch.Content.Examples.Select(example => example.Key));
        Assert.Equal(Rows - keys.Count, seen.Count);
        Assert.Empty(seen.Intersect(keys));
    }

    [Fact]
    public void Dev_set_has_no_say()
    {
        using TemporaryFolder folder = Folder();
        File.WriteAllText(folder["dev.tsv"], "sentence\tlabel\nbad bad bad\tLABEL_2\n");
        List<string> one = [], two = [];
        RecipeRun.Distill(Read(folder, Search(3)), new RunHost { Say = one.Add });
        RecipeRun.Distill(Read(folder, Search(3), "data.dev.path=dev.tsv", "training.output_dir=dev"), new RunHost { Say = two.Add });
        Assert.Equal(Sentence(one), Sentence(two));
    }

    [Fact]
    public void Run_that_is_resumed_does_not_search_again()
    {
        using TemporaryFolder folder = Folder();
        RecipeRun.Distill(Read(folder, Search(3), "training.output_dir=whole"), new RunHost());
        using CancellationTokenSource stop = new();
        RunHost host = new() { Progress = what => what == "distilling" ? new Stop(2, stop) : null };
        Assert.Equal("stopped", RecipeRun.Distill(Read(folder, Search(3)), host, stop.Token).Status);
        List<string> said = [];
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost { Say = said.Add }).Status);
        Assert.DoesNotContain(said, sentence => sentence.Contains("initialize", StringComparison.Ordinal));
        AssertSame(folder["whole"], folder["run"]);
    }

    [Theory]
    [InlineData("first: distilling", 1)]
    [InlineData("distilling", 0)]
    public void Stage_that_is_resumed_does_not_search_again(string phase, int searches)
    {
        using TemporaryFolder folder = Folder();
        string[] stages = ["stages=[{\"name\":\"first\"},{\"name\":\"second\",\"student\":{\"config\":{\"num_hidden_layers\":1},"
            + "\"initialize\":\"search\"}}]"];
        RecipeRun.Distill(Read(folder, [Search(3), .. stages, "training.output_dir=whole"]), new RunHost());
        using CancellationTokenSource stop = new();
        RunHost host = new() { Progress = what => what == phase ? new Stop(2, stop) : null };
        Assert.Equal("stopped", RecipeRun.Distill(Read(folder, [Search(3), .. stages]), host, stop.Token).Status);
        List<string> said = [];
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost { Say = said.Add }).Status);
        Assert.Equal(searches, said.Count(sentence => sentence.Contains(" is taken; ", StringComparison.Ordinal)));
        Assert.Equal(
            File.ReadAllBytes(folder["whole", "student", "model.safetensors"]),
            File.ReadAllBytes(folder["run", "student", "model.safetensors"]));
    }

    [Fact]
    public void Search_that_is_stopped_leaves_nothing_behind()
    {
        using TemporaryFolder folder = Folder();
        string[] before = Trials();
        using CancellationTokenSource stop = new();
        RunHost host = new() { Progress = what => what == "trying first" ? new Stop(2, stop) : null };
        Assert.Throws<OperationCanceledException>(() => RecipeRun.Distill(Read(folder, Search(3)), host, stop.Token));
        Assert.False(Directory.Exists(folder["run"]));
        Assert.Equal(before, Trials());

        static string[] Trials() => Directory.GetDirectories(Path.GetTempPath(), "textbrewer trial *");
    }

    [Fact]
    public void Several_tasks_search_by_the_first_one()
    {
        using TemporaryFolder folder = Folder();
        const string Task = "{\"data\":{\"train\":{\"path\":\"train.tsv\"}},\"teacher\":\"teacher\",\"tokenizer\":{\"max_length\":16}}";
        List<string> said = [];
        string[] settings = ["data=null", "teacher=null", "tokenizer={}", $"tasks={{\"a\":{Task},\"b\":{Task}}}", "training.num_steps=3"];
        RunResult result = RecipeRun.Distill(Read(folder, [Search(3), .. settings]), new RunHost { Say = said.Add });
        Assert.Equal("completed", result.Status);
        Assert.Equal(3, Figures(Sentence(said)).Length);
    }

    [Theory]
    [InlineData("student.config.hidden_size=12", "student.config.num_attention_heads=2")]
    [InlineData("distillation.intermediate_matches=evenly:hidden_mse")]
    [InlineData("distillation.emd={\"loss\":\"hidden_mse\",\"update_weights\":true}")]
    [InlineData("training.warmup=100")]
    [InlineData("training.ema_decay=0.9", "training.layer_learning_rate_decay=0.8", "training.learning_rates={\"head\":2}")]
    [InlineData("data.extra=[{\"path\":\"train.tsv\",\"labelled\":false}]")]
    [InlineData("teacher_store=store")]
    [InlineData("distillation={}", "replacing.probability=0.5", "student.config.num_hidden_layers=1")]
    public void Search_works_with(params string[] settings)
    {
        using TemporaryFolder folder = Folder();
        List<string> said = [];
        Assert.Equal("completed", RecipeRun.Distill(Read(folder, [Search(3), .. settings]), new RunHost { Say = said.Add }).Status);
        Assert.All(Figures(Sentence(said)), one => Assert.True(double.IsFinite(one.Loss)));
    }

    [Fact]
    public void Student_as_deep_as_its_teacher_has_no_choice()
    {
        using TemporaryFolder folder = Folder();
        List<string> said = [];
        RecipeRun.Distill(Read(folder, "student.initialize=search", "student.config.num_hidden_layers=3"), new RunHost { Say = said.Add });
        Assert.Contains("$.student.initialize: there is no choice but every_kth (0, 1, 2).", said);
    }

    [Fact]
    public void Where_there_is_nothing_to_judge_by_the_first_layers_are_taken()
    {
        using TemporaryFolder folder = SmallRecipe.Folder("sentence\tlabel\ngood\tLABEL_1\ngood\tLABEL_1\n");
        List<string> said = [];
        RecipeRun.Distill(Read(folder, Search(3)), new RunHost { Say = said.Add });
        Assert.Contains("first is taken", Sentence(said), StringComparison.Ordinal);
        Assert.Equal([0, 1], Written(folder).Select(layer => layer!.GetValue<int>()));
    }

    [Theory]
    [InlineData("student.config.model_type=bigru")]
    [InlineData("student.config.hidden_size=48")]
    [InlineData("student.config.num_hidden_layers=4")]
    public void Student_that_no_layers_fit_starts_at_random(string shape)
    {
        using TemporaryFolder folder = Folder();
        List<string> said = [];
        RecipeRun.Distill(Read(folder, shape, Search(3)), new RunHost { Say = said.Add });
        Assert.Contains(said, sentence => sentence.Contains("the student starts at random, because", StringComparison.Ordinal));
        RecipeRun.Distill(Read(folder, shape, "student.initialize=random", "training.output_dir=named"), new RunHost());
        AssertSame(folder["named"], folder["run"]);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("random", "student.config.num_hidden_layers=4")]
    [InlineData("first", "student.config.hidden_size=16")]
    [InlineData("first", "student.config.intermediate_size=16")]
    [InlineData("random", "student.config.hidden_size=48")]
    [InlineData("random", "student.config.model_type=bigru")]
    public void Auto_is_the_first_layers_where_they_or_a_part_of_them_fit(string start, params string[] shape)
    {
        using TemporaryFolder folder = Folder();
        List<string> said = [];
        RecipeRun.Distill(Read(folder, ["student.initialize=auto", .. shape]), new RunHost { Say = said.Add });
        Assert.Equal(start == "random", said.Any(sentence => sentence.Contains("starts at random", StringComparison.Ordinal)));
        RecipeRun.Distill(Read(folder, [$"student.initialize={start}", .. shape, "training.output_dir=named"]), new RunHost());
        AssertSame(folder["named"], folder["run"]);
    }

    [Fact]
    public void Narrower_student_may_start_at_random_too()
    {
        using TemporaryFolder folder = Folder();
        List<string> said = [];
        RecipeRun.Distill(Read(folder, "student.config.hidden_size=16", Search(3)), new RunHost { Say = said.Add });
        Assert.EndsWith("from random.", Sentence(said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(100, 10)]
    [InlineData(2000, 100)]
    [InlineData(1_000_000, 200)]
    public void Search_that_names_no_steps_costs_a_share_of_the_run(long run, int steps)
    {
        Assert.Equal(steps, new LayerSearch().StepsOf(run));
        Assert.Equal(7, new LayerSearch { Steps = 7 }.StepsOf(run));
    }

    [Fact]
    public void Check_says_nothing_and_searches_not()
    {
        using TemporaryFolder folder = Folder();
        List<string> said = [];
        RunHost host = new() { Say = said.Add, Progress = what => throw new InvalidOperationException(what) };
        CheckResult result = RecipeRun.Check(Read(folder, Search(3)), host);
        Assert.DoesNotContain(result.Findings, finding => finding.Severity == CheckSeverity.Error);
        Assert.DoesNotContain(said, sentence => sentence.Contains("is taken", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$.student.initialize is 'serach'; use random, auto, every_kth, first, last, evenly, search, or a list", "serach")]
    [InlineData("$.student.initialize has the key 'serach', which is unknown. Did you mean 'search'?", "{\"serach\":{}}")]
    [InlineData("$.student.initialize.search is missing", "{}")]
    [InlineData("$.student.initialize.search has the key 'step'", "{\"search\":{\"step\":3}}")]
    [InlineData("$.student.initialize.search.steps is 0; it must be at least 1", "{\"search\":{\"steps\":0}}")]
    [InlineData("At $.student.initialize.search.steps: this is not the kind of value", "{\"search\":{\"steps\":\"x\"}}")]
    [InlineData("$.student.initialize.search is null", "{\"search\":null}")]
    [InlineData("$.student.initialize is 3;", "3")]
    public void Search_that_is_written_wrong_is_refused(string says, string initialize)
    {
        using TemporaryFolder folder = Folder();
        Assert.Contains(
            says,
            Assert.Throws<ConfigurationException>(() => Read(folder, $"student.initialize={initialize}")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Search_that_cannot_judge_is_refused()
    {
        using TemporaryFolder other = Folder();
        Assert.Contains(
            "no candidate has a loss that is a number",
            Message(other, "training.learning_rate=1e30", "training.max_grad_norm=-1"),
            StringComparison.Ordinal);
        Assert.Contains(
            "takes layers from a teacher that is a folder of ours",
            Message(other, "teacher=null", "student=null", "model={\"config\":{\"num_hidden_layers\":1},\"initialize\":\"search\"}",
                "tokenizer.vocabulary=teacher", "distillation={}"),
            StringComparison.Ordinal);

        string Message(TemporaryFolder of, params string[] settings)
        {
            Recipe recipe = Read(of, [Search(3), .. settings]);
            return Assert.Throws<ConfigurationException>(
                () => recipe.Model is null ? RecipeRun.Distill(recipe, new RunHost()) : RecipeRun.Train(recipe, new RunHost())).Message;
        }
    }

    [Theory]
    [InlineData("last", 12, 3, "9 10 11")]
    [InlineData("last", 3, 3, "0 1 2")]
    [InlineData("evenly", 12, 6, "0 2 4 7 9 11")]
    [InlineData("evenly", 12, 3, "0 6 11")]
    [InlineData("evenly", 12, 4, "0 4 7 11")]
    [InlineData("evenly", 12, 1, "0")]
    [InlineData("every_kth", 12, 3, "3 7 11")]
    [InlineData("first", 12, 3, "0 1 2")]
    public void Layers_of_a_name(string name, int teacher, int student, string expected) =>
        Assert.Equal(expected, string.Join(' ', ModelConfig.Layers(JsonValue.Create(name), teacher, student)!));

    private static TemporaryFolder Folder() =>
        SmallRecipe.Folder("sentence\tlabel\n" + string.Concat(Enumerable.Range(0, Rows).Select(Row)));

    // Different texts: the row's number in two words.
    private static string Row(int row)
    {
        string text = string.Join(' ', Enumerable.Range(0, 6).Select(bit => (row >> bit) % 2 == 1 ? "good" : "bad"));
        return FormattableString.Invariant($"{text}\tLABEL_{row % 3}\n");
    }

    private static JsonArray Written(TemporaryFolder folder) =>
        JsonNode.Parse(File.ReadAllText(folder["run", "recipe.json"]))!["student"]!["initialize"]!.AsArray();

    private static string Search(int steps) => FormattableString.Invariant($"student.initialize={{\"search\":{{\"steps\":{steps}}}}}");

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(
        folder["recipe.json"],
        [
            "student.config.num_hidden_layers=2", "distillation={\"temperature\":4,\"hard_label_weight\":0.5}", "training.batch_size=4",
            "training.num_steps=4", "training.learning_rate=0.001", "training.load_best_model_at_end=false", "export.onnx=false",
            .. settings,
        ]);

    private static string Sentence(List<string> said) =>
        Assert.Single(said, sentence => sentence.Contains(" is taken; ", StringComparison.Ordinal));

    private static (string Name, string Layers, double Loss)[] Figures(string sentence) =>
        [.. Figure().Matches(sentence).Select(match => (
            match.Groups[2].Value,
            match.Groups[3].Value,
            double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)))];

    [GeneratedRegex(@"(\S+) from (\w+) \(([\d, ]+)\)")]
    private static partial Regex Figure();

    private static void AssertSame(string whole, string run)
    {
        IReadOnlyDictionary<string, string> expected = RunBytes.Of(whole), actual = RunBytes.Of(run);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string content) in expected) Assert.True(content == actual[name], name);
    }

    private sealed class Stop(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
