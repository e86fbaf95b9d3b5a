using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Augmenting;
using TextBrewer.Reports.Results;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Whole runs with <c>data.augment</c> and <c>data.raw</c>: more texts, which the teacher alone labels.</summary>
public sealed class FurtherTextsTests
{
    // Every way once, the first one twice.
    private const string AllWays = """
        [
          { "by": "replacing", "model": "MLM", "probability": 0.5, "candidates": 2, "copies": 2 }, "masking", { "by": "deleting" },
          { "by": "ngram_sampling", "lengths": [1, 2], "probabilities": [0.5, 0.5] }, { "by": "short_disorder" },
          { "by": "long_disorder", "length": 2, "probability": 0.5 }, { "by": "unigram", "probability": 0.5 }
        ]
        """;

    private const string Plain = "Good bad good. Bad good bad.\nGood good good.\n\nBad bad good bad bad. Good.\n";

    // masked_lm changes its texts itself.
    public static TheoryData<string> Kinds => [.. SmallRecipe.Kinds.Where(kind => kind != "masked_lm"), "pairs"];

    [Theory, MemberData(nameof(Kinds))]
    public void Changed_texts_are_trained_on_beside_the_others_and_counted(string kind)
    {
        using TemporaryFolder folder = Folder(kind);
        Told told = new();
        RunResult result = Distill(folder, told.Host, "training.num_epochs=2", Augment(folder));
        Assert.Equal("completed", result.Status);
        TaskFacts facts = RunFacts.Load(folder["run"])!.Tasks.Single();
        Assert.Equal(
            AugmentationKinds.All.Select(way => (way.Name, facts.Train * (way.Name == "replacing" ? 2 : 1))).Order(),
            facts.Augmented.Select(one => (one.By, one.Texts)).Order());
        Assert.Equal(2 * 9 * facts.Train, told.Examples);
        Assert.Contains($"{2 * facts.Train} copies an epoch by replacing, which the teacher alone labels.", told.Said);
        Assert.Contains("by replacing", File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pairs", 2)]
    [InlineData("tagging", 7)]
    [InlineData("qa", 11)]
    public void Run_with_further_texts_that_is_stopped_and_resumed_ends_with_the_same_bytes(string kind, int after)
    {
        using TemporaryFolder folder = Folder(kind);
        string[] settings = ["training.num_epochs=2", "training.ckpt_frequency=3", "training.max_tokens=24", Augment(folder), Raw];
        RunResult whole = Distill(folder, new RunHost(), [.. settings, "training.output_dir=whole"]);
        using CancellationTokenSource stop = new();
        RunHost host = new() { Progress = what => what == "distilling" ? new StopAt(after, stop) : null };
        RunResult stopped = RecipeRun.Distill(Read(folder, settings), host, stop.Token);
        Assert.Equal(("stopped", after), (stopped.Status, stopped.Steps));
        Assert.Equal(whole.Steps, RecipeRun.Resume(folder["run"], new RunHost()).Steps);
        IReadOnlyDictionary<string, string> expected = RunBytes.Of(folder["whole"]), actual = RunBytes.Of(folder["run"]);
        foreach ((string name, string content) in expected) Assert.True(content == actual[name], $"{name}:\n{content}\n{actual[name]}");
    }

    [Fact]
    public void Further_texts_leave_the_batches_of_the_training_data_as_they_are_and_a_baseline_does_not_see_them()
    {
        using TemporaryFolder folder = Folder("pairs");
        RunHost host = new();
        using RunContext context = new(Read(folder, Augment(folder), Raw), host), plain = new(Read(folder), host);
        TaskContext task = context.Tasks[0];
        Batch<TextBatch>[] alone = Batches(plain, labelledOnly: false), all = Batches(context, labelledOnly: false);
        Assert.Equal(Keys(alone), Keys(Batches(context, labelledOnly: true)));
        HashSet<UInt128> trained = [.. task.Labelled.Select(text => text.Key())];
        Assert.Equal(Keys(alone), Keys(all.Where(batch => !batch.IsDrawn && trained.Contains(batch.Examples![0].Key))));
        Assert.Equal((9 * task.Labelled.Count) + task.Raw.Count, Keys(all).Count());
        Assert.Equal("raw text 2", context.ExampleName("", task.Raw[1].Key()));
        UInt128 drawn = Keys(all.Where(batch => batch.IsDrawn)).First(key => !trained.Contains(key));
        Assert.Matches("^train.tsv [12], changed by ", context.ExampleName("", drawn));
        foreach (Batch<TextBatch> batch in (Batch<TextBatch>[])[.. alone, .. all]) batch.Dispose();

        static Batch<TextBatch>[] Batches(RunContext context, bool labelledOnly) =>
            [.. context.Tasks[0].Batches(context, labelledOnly).Epoch(1)];

        static IEnumerable<UInt128> Keys(IEnumerable<Batch<TextBatch>> batches) =>
            batches.SelectMany(batch => batch.Examples!.Select(example => example.Key));
    }

    [Theory]
    [InlineData("distillation.is_caching_logits=true")]
    [InlineData("teacher_store=outputs")]
    public void Stored_teacher_keeps_what_comes_again_and_is_asked_about_the_rest(string store)
    {
        using TemporaryFolder folder = Folder("classification");
        Asked asked = new();
        string[] settings = ["training.num_epochs=3", """data.augment={"by":"unigram","probability":0.5,"copies":4}""", Raw, store];
        bool isOnDisk = store.StartsWith("teacher_store", StringComparison.Ordinal);
        RunResult result = Distill(folder, new RunHost { Around = asked.Around }, settings);
        Assert.Equal("completed", result.Status);
        if (!isOnDisk) return; // what is in memory has no counter around it
        TaskFacts facts = RunFacts.Load(folder["run"])!.Tasks.Single();
        Assert.Equal(3 * facts.Augmented.Single().Texts, asked.Drawn);
        Assert.Equal(facts.Train + facts.Raw, asked.Others);
        LabelResult labelled = RecipeRun.Label(Read(folder, settings), new RunHost());
        Assert.Equal((0, facts.Train + facts.Raw), (labelled.Asked, labelled.Stored));
    }

    // The five sentences of the file: two pairs and one left over; one passage of two windows; words.
    [Theory]
    [InlineData("classification", 5)]
    [InlineData("multi_label", 5)]
    [InlineData("regression", 5)]
    [InlineData("pairs", 2)]
    [InlineData("tagging", 5)]
    public void Plain_text_is_cut_into_examples_of_the_kind_and_counted(string kind, int expected)
    {
        using TemporaryFolder folder = Folder(kind);
        Told told = new();
        RunResult result = Distill(folder, told.Host, Raw);
        Assert.Equal("completed", result.Status);
        TaskFacts facts = RunFacts.Load(folder["run"])!.Tasks.Single();
        Assert.Equal(expected, facts.Raw);
        Assert.Equal(facts.Train + expected, told.Examples);
        Assert.Contains(told.Said, sentence => sentence.StartsWith($"news.txt: {expected} examples", StringComparison.Ordinal));
        Assert.Contains("of plain text", File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Passages_of_plain_text_fill_windows_and_have_a_question_of_the_training_data()
    {
        using TemporaryFolder folder = Folder("qa");
        File.WriteAllText(folder["news.txt"], "Good bad. Bad good.\nGood good. Bad bad bad bad bad bad bad bad bad bad.");
        using RunContext context = new(Read(folder, Raw, "tokenizer.max_length=10"), new RunHost());
        // [CLS] question [SEP] passage [SEP]: six tokens of a passage, points included; a sentence of eleven has windows that share two.
        int[][] texts = [.. context.Tasks[0].Raw.Select(text => text.Sequences[0].Ids)];
        const int Cls = 2, Sep = 3, Good = 5, Bad = 6, Point = 1;
        Assert.Equal([Cls, Bad, Sep, Good, Bad, Point, Bad, Good, Point, Sep], texts[0]);
        Assert.Equal([Cls, Bad, Sep, Good, Good, Point, Sep], texts[1]);
        Assert.Equal([Cls, Bad, Sep, Bad, Bad, Bad, Bad, Bad, Bad, Sep], texts[2]);
        Assert.Equal(Point, texts[^1][^2]);
        Assert.All(context.Tasks[0].Raw, text => Assert.False(text.Target.IsLabelled));
        Assert.Equal("completed", Distill(folder, new RunHost(), Raw).Status);
    }

    [Fact]
    public void Words_of_plain_text_to_tag_are_those_of_a_typed_text()
    {
        using TemporaryFolder folder = Folder("tagging");
        File.WriteAllText(folder["news.txt"], "Good, (bad) good.\n");
        using RunContext context = new(Read(folder, Raw), new RunHost());
        EncodedText text = context.Tasks[0].Raw.Single();
        Assert.Equal(Enumerable.Range(1, 7), text.Target.Positions); // Good , ( bad ) good .
    }

    [Theory]
    [InlineData("""data.augment=[{"by":"masken"}]""", "$.data.augment[0].by: There is no augmentation 'masken'. Did you mean 'masking'?")]
    [InlineData("""data.augment={"by":"masking","candidates":3}""", "$.data.augment[0].candidates means nothing for masking")]
    [InlineData("""data.augment={"by":"unigram","model":"mlm"}""", "$.data.augment[0].model means nothing for unigram")]
    [InlineData("""data.augment={"by":"masking","probability":1.5}""", "$.data.augment[0].probability: A probability lies between 0 and 1")]
    [InlineData("""data.augment={"by":"replacing"}""", "$.data.augment[0].model is missing")]
    [InlineData("""data.augment={"by":"replacing","model":"mlm","candidates":0}""", "$.data.augment[0].candidates is 0")]
    [InlineData("""data.augment={"by":"masking","copies":0}""", "$.data.augment[0].copies is 0")]
    [InlineData("""data.augment={"by":"ngram_sampling","lengths":[0]}""", "$.data.augment[0].lengths: ")]
    [InlineData("""data.augment={"by":"short_disorder","probabilities":[1]}""", "$.data.augment[0].probabilities: ")]
    [InlineData("""data.augment={"copies":2}""", "$.data.augment.by is missing")]
    [InlineData("""data.augment=[null]""", "$.data.augment[0] has to be an object")]
    [InlineData("""data.raw={"path":"news.txt","limit":0}""", "$.data.raw[0].limit is 0")]
    [InlineData("""data.raw={"path":"news.txt","label":"b"}""", "the key 'label'")]
    public void Setting_that_cannot_be_is_refused_with_its_path(string setting, string says)
    {
        using TemporaryFolder folder = Folder("classification");
        string message = Assert.Throws<ConfigurationException>(() => Read(folder, setting)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_texts_without_a_teacher_and_plain_text_for_choices_are_refused()
    {
        using TemporaryFolder folder = Folder("classification"), choices = Folder("multiple_choice");
        string[] train = ["teacher=null", "student=null", "model={\"preset\":\"T3\"}", "tokenizer.vocabulary=teacher"];
        string message = Assert.Throws<ConfigurationException>(() => Read(folder, [.. train, "data.augment=masking", Raw])).Message;
        Assert.Contains("$.data.augment: changed texts have no labels", message, StringComparison.Ordinal);
        Assert.Contains("$.data.raw: plain text has no labels", message, StringComparison.Ordinal);
        using TemporaryFolder masked = Folder("masked_lm");
        Assert.Contains(
            "$.data.augment means nothing for a masked_lm task",
            Assert.Throws<ConfigurationException>(() => Read(masked, "data.augment=masking")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "$.data.raw means nothing for a multiple_choice task: plain text has no choices",
            Assert.Throws<ConfigurationException>(() => Read(choices, Raw)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Model_of_another_vocabulary_or_without_a_head_is_refused_before_anything_is_written()
    {
        using TemporaryFolder folder = Folder("classification");
        File.WriteAllLines(folder["mlm", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bad", "good"]);
        Refused("mlm", "different from entry 5");
        Refused("teacher", "is no masked language model");
        Assert.False(Directory.Exists(folder["run"]));

        void Refused(string model, string says) => Assert.Contains(says, Assert.Throws<ConfigurationException>(() => Distill(
            folder,
            new RunHost(),
            $$"""data.augment={"by":"replacing","model":"{{model}}"}""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_and_models_that_changed_between_stop_and_resume_are_named()
    {
        using TemporaryFolder folder = Folder("classification");
        using CancellationTokenSource stop = new();
        string[] settings = ["training.num_epochs=2", "training.batch_size=1", Augment(folder), Raw];
        RunHost host = new() { Progress = what => what == "distilling" ? new StopAt(3, stop) : null };
        RecipeRun.Distill(Read(folder, settings), host, stop.Token);
        File.WriteAllText(folder["news.txt"], Plain.Replace("Bad bad good", "Bad good good", StringComparison.Ordinal));
        using (FileStream file = new(folder["mlm", "model.safetensors"], FileMode.Open))
        {
            file.Position = file.Length - 100;
            file.WriteByte(1);
        }
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Resume(folder["run"], new RunHost())).Message;
        Assert.Contains("the raw texts was ", message, StringComparison.Ordinal);
        Assert.Contains("the words of data.augment by replacing was ", message, StringComparison.Ordinal);
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost(), force: true).Status);
    }

    [Fact]
    public void Check_counts_further_texts_names_missing_files_and_reckons_with_the_search_for_words()
    {
        using TemporaryFolder folder = Folder("tagging");
        CheckResult result = RecipeRun.Check(Read(folder, Augment(folder), Raw, "student.initialize=random"), new RunHost());
        Assert.True(result.IsSound);
        CheckedTexts texts = result.Texts.Single();
        Assert.Equal((5, 7, 4L), (texts.Raw, texts.Augmented.Count, texts.Augmented[0].Texts));
        Assert.Equal(1 + 3 + 8, result.Duration!.Steps); // 2 texts, 5 raw ones and 16 changed ones, two a batch
        Assert.DoesNotContain(result.Findings, finding => finding.What.Contains("sees the training texts alone", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder["run"]));
        CheckResult missing = RecipeRun.Check(
            Read(folder, """data.augment={"by":"replacing","model":"nowhere"}""", "data.raw=nothing.txt"),
            new RunHost());
        Assert.Equal(["$.data.augment", "$.data.raw"], missing.Findings.Select(finding => finding.Where).Order(StringComparer.Ordinal));
    }

    private const string Raw = "data.raw=news.txt";

    private static string Augment(TemporaryFolder folder) =>
        $"data.augment={AllWays.Replace("MLM", folder["mlm"], StringComparison.Ordinal)}";

    /// <summary>A small recipe's folder with plain text and a masked language model.</summary>
    private static TemporaryFolder Folder(string kind)
    {
        TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        if (kind == "pairs")
        {
            File.WriteAllText(folder["train.tsv"], "sentence\tother\tlabel\ngood bad\tbad\tLABEL_1\nbad\tgood good\tLABEL_0\n");
            string recipe = File.ReadAllText(folder["recipe.json"]).Replace("\"task\": \"pairs\"", "\"task\": \"classification\"");
            File.WriteAllText(
                folder["recipe.json"],
                recipe.Replace("\"train\": { \"path\"", "\"train\": { \"pair\": \"other\", \"path\"", StringComparison.Ordinal));
        }
        Directory.CreateDirectory(folder["mlm"]);
        foreach (string file in (string[])["config.json", "model.safetensors"])
            File.Copy(Golden.Path($"models/bert-mlm/{file}"), folder["mlm", file]);
        File.Copy(folder["teacher", "vocab.txt"], folder["mlm", "vocab.txt"]);
        File.WriteAllText(folder["news.txt"], Plain);
        return folder;
    }

    private static RunResult Distill(TemporaryFolder folder, RunHost host, params string[] settings) =>
        RecipeRun.Distill(Read(folder, settings), host);

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    /// <summary>Keeps what a run says, and counts its examples.</summary>
    private sealed class Told : ITrainingObserver
    {
        internal List<string> Said { get; } = [];

        internal long Examples { get; private set; }

        internal RunHost Host => new() { Say = Said.Add, Progress = what => what == "distilling" ? this : null };

        public void Step(StepReport report) => Examples += report.Examples ?? 0;
    }

    private sealed class StopAt(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }

    /// <summary>Counts what a teacher is asked about.</summary>
    private sealed class Asked
    {
        internal long Drawn { get; private set; }

        internal long Others { get; private set; }

        internal ITeacher<TextBatch> Around(ITeacher<TextBatch> teacher) => new Counted(this, teacher);

        private sealed class Counted(Asked asked, ITeacher<TextBatch> teacher) : ITeacher<TextBatch>
        {
            public Signals Teach(Batch<TextBatch> batch)
            {
                if (batch.IsDrawn) asked.Drawn += batch.Content.Examples.Count;
                else asked.Others += batch.Content.Examples.Count;
                return teacher.Teach(batch);
            }
        }
    }
}
