using TextBrewer.Configuration;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Masking;
using TextBrewer.Recipes.Tests.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>Masks, what is computed at them, and whole runs that learn from plain text.</summary>
public sealed class MaskedTextTests
{
    private const int Pad = 0, Unknown = 1, Cls = 2, Sep = 3, Mask = 4, First = 5, Words = 200;

    // 100 words, and 100 pieces that go on with one.
    private static readonly ITokenizer s_tokenizer = Tokenizers.WordPiece(
        new Vocabulary([
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
            .. Enumerable.Range(0, Words / 2).Select(i => $"w{i}"),
            .. Enumerable.Range(0, Words / 2).Select(i => $"##p{i}")]),
        new TokenizerOptions());

    // Words of one, two and three pieces, an unknown one and padding between them.
    private static readonly int[] s_ids =
    [
        Cls, First, First + 1, First + 2, First + 100, First + 3, Unknown, First + 4, First + 101, First + 102, First + 5, First + 6,
        First + 7, First + 103, First + 8, First + 9, Sep, Pad, Pad,
    ];

    private static readonly int[] s_starts = [1, 2, 3, 5, 7, 10, 11, 12, 14, 15];

    [Theory]
    [InlineData(true, 0.15)]
    [InlineData(false, 0.15)]
    [InlineData(true, 0.4)]
    public void Shares_of_masks_are_BERTs_over_many_draws(bool wholeWords, double probability)
    {
        const int Draws = 4000;
        int[] ids = [Cls, .. Enumerable.Range(0, 60).Select(i => i % 4 == 3 ? First + 100 + i : First + i), Sep];
        WordMasking masking = new(s_tokenizer, new RecipeMasking { WholeWords = wholeWords, Probability = probability });
        int chosen = 0, masked = 0, kept = 0;
        for (int place = 0; place < Draws; place++)
        {
            (int[] drawn, MaskTarget target) = Drawn(masking, ids, 1, 2, place);
            chosen += target.Places.Length;
            masked += target.Places.Count(i => drawn[i] == Mask);
            kept += target.Places.Count(i => drawn[i] == ids[i]);
            Assert.All(target.Places.Zip(target.Tokens), mask => Assert.Equal(ids[mask.First], mask.Second));
            Assert.All(Enumerable.Range(0, ids.Length).Except(target.Places), i => Assert.Equal(ids[i], drawn[i]));
        }
        Assert.Equal(probability, chosen / (60.0 * Draws), 0.005);
        Assert.Equal(0.8, (double)masked / chosen, 0.01);
        Assert.Equal(0.1 + (0.1 / Words), (double)kept / chosen, 0.01); // any token may be the same one
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pieces_of_a_word_are_chosen_together_where_whole_words_are(bool wholeWords)
    {
        WordMasking masking = new(s_tokenizer, new RecipeMasking { WholeWords = wholeWords, Probability = 0.3 });
        int torn = 0;
        for (int place = 0; place < 1000; place++)
        {
            int[] places = Drawn(masking, s_ids, 0, 0, place).Target.Places;
            torn += s_starts.Count(start => Pieces(start).Select(places.Contains).Distinct().Count() == 2);
        }
        if (wholeWords) Assert.Equal(0, torn);
        else Assert.InRange(torn, 500, 2500);

        static IEnumerable<int> Pieces(int start) =>
            Enumerable.Range(start, s_ids.Length).TakeWhile(i => i == start || (i < s_ids.Length && s_ids[i] >= First + 100));
    }

    [Fact]
    public void Special_tokens_padding_and_unknown_words_are_never_chosen_and_stand_in_no_place()
    {
        WordMasking masking = new(s_tokenizer, new RecipeMasking { Probability = 1, Mask = 0, Random = 1 });
        for (int place = 0; place < 500; place++)
        {
            (int[] drawn, MaskTarget target) = Drawn(masking, s_ids, 0, 0, place);
            Assert.Equal(Enumerable.Range(0, s_ids.Length).Where(i => s_ids[i] >= First), target.Places);
            Assert.All(target.Places, i => Assert.InRange(drawn[i], First, First + Words - 1));
        }
        Assert.Same(MaskTarget.Undrawn, Drawn(masking, [Cls, Unknown, Sep, Pad], 0, 0, 0).Target);
    }

    [Fact]
    public void Text_of_which_no_word_is_drawn_gets_one_all_its_pieces()
    {
        WordMasking masking = new(s_tokenizer, new RecipeMasking { Probability = 1e-9 });
        int[] counts = new int[s_ids.Length];
        for (int place = 0; place < 5000; place++)
        {
            int[] places = Drawn(masking, s_ids, 3, 0, place).Target.Places;
            Assert.Single(s_starts, places.Contains);
            Assert.Equal(Enumerable.Range(places[0], places.Length), places);
            counts[places[0]]++;
        }
        Assert.All(s_starts, start => Assert.InRange(counts[start], 400, 600));
    }

    [Fact]
    public void Draw_is_a_function_of_seed_epoch_and_place()
    {
        WordMasking masking = new(s_tokenizer, new RecipeMasking());
        string[] drawn = All(), again = All();
        Assert.Equal(drawn, again);
        Assert.Equal(drawn.Length, drawn.Distinct().Count());

        static string[] All()
        {
            int[] ids = [Cls, .. Enumerable.Range(First, Words), Sep];
            WordMasking masking = new(s_tokenizer, new RecipeMasking());
            int[] few = [0, 1, 2, 3, 1000];
            return [.. from seed in (int[])[-1, .. few] from epoch in few from place in few
                select string.Join(' ', Drawn(masking, ids, seed, epoch, place).Ids)];
        }
    }

    [Fact]
    public void Perplexity_is_that_of_the_right_tokens_and_padding_does_not_count()
    {
        using var scope = NewDisposeScope();
        float[] values = [.. Enumerable.Range(0, 2 * 3 * 6).Select(i => MathF.Sin(i * 1.7f) * 3)];
        Tensor logits = tensor(values, 2, 3, 6), labels = tensor(new long[] { 5, 0, 2, 1, MaskTarget.None, MaskTarget.None }, 2, 3);
        EncodedText[] texts = [Text([1, 2, 3], [5, 0, 2]), Text([4], [1])];
        float[][] kept = [.. MaskGuesses.Of(logits, labels).Select(tensor => tensor.data<float>().ToArray())];
        float[][][] outputs = [.. Enumerable.Range(0, 2).Select(i => kept
            .Select(all => all[(i * all.Length / 2)..((i + 1) * all.Length / 2)]).ToArray())];
        TaskScore score = new MaskedTextData(texts, ["a", "b", "c", "d", "e", "f"]).Score(outputs);

        double sum = 0;
        int right = 0;
        foreach ((int place, int token) in new[] { (0, 5), (1, 0), (2, 2), (3, 1) })
        {
            double[] row = [.. values[(place * 6)..((place + 1) * 6)].Select(value => (double)value)];
            sum += row[token] - Math.Log(row.Sum(Math.Exp));
            if (row[token] == row.Max()) right++;
        }
        Assert.Equal(Math.Exp(-sum / 4), score.Metrics["perplexity"], 1e-5);
        Assert.Equal((right / 4.0, right, 4), (score.Metrics["accuracy"], score.Right, score.Count));
        Assert.Equal("perplexity", score.Metrics.Keys.First());

        static EncodedText Text(int[] places, int[] tokens) =>
            new(new TokenSequence(new int[8], new int[8]), new MaskTarget(places, tokens));
    }

    // Both losses of the first step, from the logits of all positions, in float64.
    [Fact]
    public void Losses_of_a_run_are_those_of_masked_positions_alone()
    {
        using TemporaryFolder folder = Folder();
        Recipe recipe = Read(
            folder,
            "training.num_steps=1",
            "distillation.temperature=2",
            "distillation.hard_label_weight=1",
            "distillation.intermediate_matches=[{\"layer_T\":-1,\"layer_S\":-1,\"feature\":\"hidden\",\"loss\":\"cos\",\"weight\":1}]",
            "training.seed=7",
            "training.batch_size=8");
        Dictionary<string, double> found = [];
        RecipeRun.Distill(recipe, new RunHost { Progress = _ => new Scalars(found) });

        using LoadedModel teacher = new(folder["teacher"], tokenizer: recipe.Tokenizer);
        using RunContext context = new(recipe, new RunHost());
        using TrainedModel built = context.Build(recipe.Student!);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        WordMasking masking = new(teacher.Task.Settings.Tokenizer, new RecipeMasking());
        TaskModel student = built.Heads[0];
        student.eval();
        teacher.Network!.eval();
        double hard = 0, soft = 0, cosine = 0;
        int masks = 0, tokens = 0;
        foreach ((int place, EncodedText text) in context.Tasks[0].Labelled.Index())
        {
            EncodedText drawn = masking.Mask(text, 7, 0, place);
            Tensor ids = tensor([.. drawn.Sequences[0].Ids.Select(id => (long)id)], 1, drawn.Length);
            HeadOutput s = student.Forward(ids, ones_like(ids), zeros_like(ids), Models.Encoders.EncoderOutputs.HiddenStates);
            HeadOutput t = teacher.Network.Forward(ids, ones_like(ids), zeros_like(ids), Models.Encoders.EncoderOutputs.HiddenStates);
            MaskTarget target = (MaskTarget)drawn.Target;
            for (int i = 0; i < target.Places.Length; i++, masks++)
            {
                double[] own = Row(s.All[0], target.Places[i]), other = Row(t.All[0], target.Places[i]);
                hard -= own[target.Tokens[i]] - LogSum(own);
                double[] mine = [.. own.Select(x => x / 2)], his = [.. other.Select(x => x / 2)];
                soft -= his.Zip(mine, (x, y) => Math.Exp(x - LogSum(his)) * (y - LogSum(mine))).Sum();
            }
            for (int i = 0; i < drawn.Length; i++, tokens++)
            {
                double[] a = Row(s.Encoder.Hidden![^1], i), b = Row(t.Encoder.Hidden![^1], i);
                cosine += 1 - (a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x)));
            }
        }
        Assert.InRange(masks, 3, 30);
        Assert.Equal(hard / masks, found["unweighted_hard_label_loss"], 1e-5);
        Assert.Equal(soft / masks, found["unweighted_kd_loss"], 1e-5);
        Assert.Equal(cosine / tokens, found["unweighted_hidden_cos_-1_-1"], 1e-5);

        static double[] Row(Tensor values, int place) => [.. values[0, place].to(ScalarType.Float64).data<double>().ToArray()];

        static double LogSum(double[] values) => Math.Log(values.Sum(Math.Exp));
    }

    [Fact]
    public void Logits_at_places_are_those_of_all_positions_there()
    {
        using TemporaryFolder folder = Folder();
        using LoadedModel model = new(folder["teacher"]);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.Network!.eval();
        Tensor ids = tensor(new long[] { 2, 5, 6, 5, 3, 2, 6, 6, 3, 0 }, 2, 5), mask = ids.ne(0).to(ScalarType.Int64);
        Tensor places = tensor(new long[] { 1, 3, 2, 0 }, 2, 2);
        Tensor all = model.Network.Forward(ids, mask).All[0], some = model.Network.ForwardAt(ids, mask, null, places).All[0];
        Assert.Equal([2, 2, 60], some.shape);
        foreach ((int row, int at, int place) in new[] { (0, 0, 1), (0, 1, 3), (1, 0, 2), (1, 1, 0) })
            Assert.True(some[row, at].allclose(all[row, place], rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Model_is_trained_from_text_alone_and_fills_masks_from_its_folder_and_its_ONNX_file()
    {
        using TemporaryFolder folder = Folder();
        File.WriteAllText(folder["recipe.json"], """
            {
              "task": "masked_lm",
              "data": { "raw": [ "train.txt", { "path": "train.txt", "limit": 2 } ], "dev": { "path": "train.txt" } },
              "tokenizer": { "vocabulary": "teacher", "max_length": 12 },
              "masking": { "probability": 0.3, "whole_words": false, "mask": 0.9, "random": 0.05 },
              "model": { "config": { "num_hidden_layers": 1, "hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 16 } },
              "training": { "output_dir": "run", "num_epochs": 20, "batch_size": 2, "learning_rate": 0.01 },
              "export": { "int8": false }
            }
            """);
        List<string> said = [];
        RunResult result = RecipeRun.Train(Read(folder), new RunHost { Say = said.Add });
        Assert.Equal(["train.txt: 6 examples", "train.txt: 2 examples", "train.txt: 6 examples"], said.Take(3));
        Assert.Equal("completed", result.Status);
        // Of two words that are equally frequent each has a probability of one half at least.
        Assert.InRange(result.Model!.Dev!.First["perplexity"], 1, 4);
        Assert.Equal(result.Model.Dev.First["perplexity"], result.StudentOnnxFp32!.Dev!.First["perplexity"], 1e-3);
        Assert.Contains("BertForMaskedLM", File.ReadAllText(folder["run", "model", "config.json"]), StringComparison.Ordinal);
        foreach (string saved in new[] { "", "onnx" })
        {
            using LoadedModel model = new(folder["run", "model", saved]);
            MaskedPrediction filled = (MaskedPrediction)Predictor.Predict(model, [new("good [MASK] [MASK] bad")])[0];
            Assert.Equal([5, 5], filled.Masks.Select(mask => mask.Count));
            Assert.All(filled.Masks, mask => Assert.True(mask[0].Token is "good" or "bad"));
            Assert.All(filled.Masks, mask => Assert.InRange(mask.Sum(guess => guess.Probability), 0.5, 1));
            Assert.Equal(10, filled.View.Rows.Count);
            ConfigurationException error = Assert.Throws<ConfigurationException>(() => Predictor.Predict(model, [new("good")]));
            Assert.Contains("at least one [MASK]", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Run_that_is_stopped_in_its_second_epoch_ends_with_the_bytes_of_one_that_was_not()
    {
        using TemporaryFolder folder = Folder();
        string[] settings = ["training.num_epochs=3", "training.batch_size=2", "export={\"onnx\":false}"];
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=whole"]), new RunHost());
        using CancellationTokenSource stop = new();
        RunResult stopped = RecipeRun.Distill(
            Read(folder, settings),
            new RunHost { Progress = _ => new Stopper(stop, step: 7) },
            stop.Token);
        Assert.Equal(("stopped", 7), (stopped.Status, stopped.Steps));
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost()).Status);
        Assert.Equal(RunBytes.Of(folder["whole"]), RunBytes.Of(folder["run"]));
    }

    [Fact]
    public void Encoder_without_the_head_teaches_what_is_inside_of_it_and_no_logits()
    {
        using TemporaryFolder folder = Folder(), other = SmallRecipe.FolderOf("classification");
        string[] settings = [$"teacher.model={other["teacher"]}", "training.num_steps=2", "distillation.hard_label_weight=1"];
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => RecipeRun.Distill(Read(folder, settings), new RunHost()));
        Assert.Contains("$.teacher is", error.Message, StringComparison.Ordinal);
        Assert.Contains("kd_loss_weight to 0", error.Message, StringComparison.Ordinal);

        Dictionary<string, double> found = [];
        RunResult result = RecipeRun.Distill(
            Read(folder, [.. settings, "distillation.kd_loss_weight=0"]),
            new RunHost { Progress = _ => new Scalars(found) });
        Assert.Equal("completed", result.Status);
        Assert.Null(result.Teacher);
        Assert.NotNull(result.Student!.Dev);
        Assert.DoesNotContain("unweighted_kd_loss", found.Keys);
        Assert.Contains(found.Keys, name => name.StartsWith("unweighted_hidden", StringComparison.Ordinal));
        Assert.True(RecipeRun.Check(Read(folder, [.. settings, "distillation.kd_loss_weight=0"]), new RunHost()).IsSound);
    }

    // What general distillation is for: the head goes, the encoder is what the task's stage starts from.
    [Fact]
    public void Stage_on_plain_text_makes_the_student_that_a_task_starts_from()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification"), general = Folder();
        File.WriteAllText(folder["recipe.json"], $$"""
            {
              "task": "classification",
              "data": { "train": { "path": "train.tsv" }, "dev": { "path": "train.tsv" } },
              "tokenizer": { "max_length": 10 },
              "teacher": "teacher",
              "student": { "config": { "num_hidden_layers": 1 } },
              "training": { "output_dir": "run", "num_steps": 2, "batch_size": 2 },
              "export": { "onnx": false },
              "stages": [
                {
                  "name": "general",
                  "task": "masked_lm",
                  "data": { "train": null, "raw": [ "{{general["train.txt"]}}" ], "dev": { "path": "{{general["train.txt"]}}" } },
                  "masking": { "probability": 0.3 },
                  "teacher": "{{general["teacher"]}}"
                },
                { "name": "task" }
              ]
            }
            """);
        RunResult result = RecipeRun.Distill(Read(folder), new RunHost());
        Assert.Equal("completed", result.Status);
        Assert.Equal("accuracy", result.Student!.Dev!.First.Keys.First());
        RunResult first = RunResult.Load(folder["run", "stages", "general"])!;
        Assert.Equal(["perplexity", "accuracy"], first.Student!.Dev!.First.Keys);
    }

    [Theory]
    [InlineData("data.raw=[]", "$.data.raw is missing")]
    [InlineData("data.train={\"path\":\"train.txt\"}", "$.data.train means nothing for a masked_lm task")]
    [InlineData("data.extra=[{\"path\":\"train.txt\"}]", "$.data.extra means nothing")]
    [InlineData("data.raw=[{\"path\":\"train.txt\",\"limit\":0}]", "$.data.raw[0].limit is 0")]
    [InlineData("masking.probability=0", "$.masking.probability is 0")]
    [InlineData("masking.probability=1.5", "$.masking.probability is 1.5; it must be at most 1")]
    [InlineData("masking.mask=0.95", "$.masking.mask and .random are 0.95 and 0.1")]
    [InlineData("masking.whole_word=true", "Did you mean 'whole_words'?")]
    [InlineData("teacher_store=outputs", "$.teacher_store: in a masked_lm task other words are masked in each epoch")]
    [InlineData("distillation.is_caching_logits=true", "$.distillation.is_caching_logits: in a masked_lm task")]
    [InlineData("data.dev={\"path\":\"train.txt\",\"label\":\"x\"}", "$.data.dev.label means nothing for a masked_lm task")]
    public void Recipe_that_cannot_work_is_refused_by_its_path(string setting, string expected)
    {
        using TemporaryFolder folder = Folder();
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => Read(folder, setting));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("masking={}", "$.masking means nothing for a classification task")]
    public void Other_kinds_refuse_what_means_nothing_for_them(string setting, string expected)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification");
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => Read(folder, setting));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dev_text_that_is_trained_on_is_seen_behind_its_masks()
    {
        using TemporaryFolder folder = Folder();
        CheckResult result = RecipeRun.Check(Read(folder), new RunHost());
        Assert.Contains(result.Findings, finding => finding.ToString().Contains("are trained on too", StringComparison.Ordinal));
    }

    private static (int[] Ids, MaskTarget Target) Drawn(WordMasking masking, int[] ids, int seed, int epoch, int place)
    {
        EncodedText drawn = masking.Mask(
            new EncodedText(new TokenSequence(ids, new int[ids.Length]), MaskTarget.Undrawn),
            seed,
            epoch,
            place);
        return (drawn.Sequences[0].Ids, (MaskTarget)drawn.Target);
    }

    private static TemporaryFolder Folder()
    {
        TemporaryFolder folder = SmallRecipe.FolderOf("masked_lm");
        File.WriteAllText(
            folder["train.txt"],
            "good bad good bad. Good good bad bad good\nbad good bad bad good bad. Good.\nbad bad bad good good good\ngood bad bad good\n");
        return folder;
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private sealed class Scalars(Dictionary<string, double> found) : ITrainingObserver
    {
        public void MicroBatch(StepReport report)
        {
            foreach ((string name, double value) in report.Scalars) found.TryAdd(name, value);
        }
    }

    private sealed class Stopper(CancellationTokenSource stop, long step) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
