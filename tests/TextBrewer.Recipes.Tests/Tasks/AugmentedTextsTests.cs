using TextBrewer.Configuration;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Augmenting;
using TextBrewer.Recipes.Tasks.Choosing;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Testing;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>Copies of texts with other words.</summary>
public sealed class AugmentedTextsTests
{
    private const int Cls = 2, Sep = 3, Mask = 4, First = 5, Words = 40;

    // w0 … w39, and x0 … x9, which only go on with a word.
    private static readonly string[] Vocabulary =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
        .. Enumerable.Range(0, Words).Select(i => $"w{i}q"), .. Enumerable.Range(0, 10).Select(i => $"##x{i}q"),
    ];

    public static TheoryData<string> Ways => [.. AugmentationKinds.All.Select(kind => kind.Name)];

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void Words_are_changed_as_often_as_the_probability_says_and_special_tokens_never(double probability)
    {
        using TemporaryFolder folder = Folder();
        SequenceTask task = Pairs(folder);
        EncodedText text = task.Encode(Text(0, 8), Text(8, 8));
        foreach (string by in (string[])["masking", "unigram"])
        {
            using AugmentedTexts texts = new(task, [text], [new RecipeAugmentation { By = by, Probability = probability }]);
            int changed = 0;
            const int Draws = 4000;
            for (int epoch = 0; epoch < Draws; epoch++)
            {
                int[] ids = texts.Draw(text, 1, epoch, 0).Sequences[0].Ids;
                Assert.Equal((Cls, Sep, Sep), (ids[0], ids[9], ids[18]));
                changed += ids.Zip(text.Sequences[0].Ids).Count(pair => pair.First != pair.Second);
            }
            // A word that is drawn in its own place is none that changed: one of sixteen.
            double expected = probability * 16 * (by == "unigram" ? 15.0 / 16 : 1);
            double spread = Math.Sqrt(16 * probability * (1 - probability) / Draws);
            Assert.InRange((double)changed / Draws, expected - (5 * spread), expected + (5 * spread));
        }
    }

    [Fact]
    public void Unigram_words_are_drawn_by_how_often_they_stand_in_the_texts()
    {
        using TemporaryFolder folder = Folder();
        SequenceTask task = Pairs(folder);
        // w0 six times, w1 three times, w2 once; a word of two tokens is never drawn, and may be replaced.
        EncodedText text = task.Encode("w0q w0q w0q w0q w0q w0q w1q w1q w1q w2q w3qx1q", null);
        using AugmentedTexts texts = new(task, [text], [new RecipeAugmentation { By = "unigram", Probability = 1 }]);
        int[] counts = new int[Vocabulary.Length];
        const int Draws = 2000;
        for (int epoch = 0; epoch < Draws; epoch++)
            foreach (int id in texts.Draw(text, 7, epoch, 0).Sequences[0].Ids[1..^1]) counts[id]++;
        Assert.Equal(11 * Draws, counts.Sum());
        foreach ((int word, double share) in (ReadOnlySpan<(int, double)>)[(0, 0.6), (1, 0.3), (2, 0.1)])
            Assert.Equal(share, (double)counts[First + word] / counts.Sum(), 0.02);
        Assert.Equal(0, counts[First + 3]);
    }

    [Fact]
    public void Replacing_draws_evenly_from_the_words_that_the_model_expects_where_the_word_is_masked()
    {
        using TemporaryFolder folder = Folder();
        SequenceTask task = Pairs(folder);
        EncodedText text = task.Encode("w1q w2qx1q w3q w4q", null);
        const int Kept = 5;
        using AugmentedTexts texts = new(
            task,
            [text],
            [new RecipeAugmentation { By = "replacing", Model = folder["mlm"], Probability = 1, Candidates = Kept }]);
        texts.Find(new TrainingConfig(), _ => null, CancellationToken.None);
        const int Draws = 2000;
        Dictionary<int, int>[] drawn = [.. text.Sequences[0].Ids.Select(_ => new Dictionary<int, int>())];
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            int[] ids = texts.Draw(text, 3, epoch, 0).Sequences[0].Ids;
            for (int i = 0; i < ids.Length; i++) drawn[i][ids[i]] = drawn[i].GetValueOrDefault(ids[i]) + 1;
        }
        int[] own = text.Sequences[0].Ids; // [CLS] w1 w2 x1 w3 w4 [SEP]
        foreach (int place in (int[])[0, 2, 3, 6]) Assert.Equal([own[place]], drawn[place].Keys);
        foreach (int place in (int[])[1, 4, 5])
        {
            Assert.Equal(Expected(folder["mlm"], own, place, Kept).Order(), drawn[place].Keys.Order());
            Assert.All(drawn[place].Values, count => Assert.Equal(1.0 / Kept, (double)count / Draws, 0.05));
        }
    }

    // Eight words of a token are more than seven: the first and the eighth are masked together.
    [Fact]
    public void Every_seventh_word_of_a_longer_text_is_masked_at_the_same_time()
    {
        using TemporaryFolder folder = Folder();
        SequenceTask task = Pairs(folder);
        EncodedText text = task.Encode(Text(0, 8), null), other = task.Encode(Text(20, 3), null);
        using AugmentedTexts texts = new(
            task,
            [other, text],
            [new RecipeAugmentation { By = "replacing", Model = folder["mlm"], Probability = 1, Candidates = 1 }]);
        texts.Find(new TrainingConfig(), _ => null, CancellationToken.None);
        int[] own = text.Sequences[0].Ids, ids = texts.Draw(text, 0, 0, 1).Sequences[0].Ids;
        for (int place = 1; place <= 8; place++)
        {
            int[] masked = [.. own];
            if (place is 1 or 8) masked[1] = masked[8] = Mask;
            Assert.Equal(Expected(folder["mlm"], masked, place, 1)[0], ids[place]);
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Draws_are_a_function_of_seed_epoch_and_place_and_never_longer_whatever_the_kind(string by)
    {
        using TemporaryFolder folder = Folder();
        RecipeAugmentation way = new() { By = by, Copies = 3, Model = by == "replacing" ? folder["mlm"] : null, Probability = Half(by) };
        if (by == "short_disorder") way = way with { Probabilities = [0.2, 0.2, 0.2, 0.2, 0.2] };
        if (by == "long_disorder") way = way with { Length = 2 };
        foreach ((TextTask task, EncodedText text) in Examples(folder))
        {
            using AugmentedTexts texts = new(task, [text, text], [way]), again = new(task, [text, text], [way]);
            foreach (AugmentedTexts made in (AugmentedTexts[])[texts, again]) made.Find(new TrainingConfig(), _ => null, default);
            Assert.Equal((6, 6), (texts.Count, texts.Facts.Single().Texts));
            HashSet<UInt128> all = [];
            for (int epoch = 0; epoch < 40; epoch++)
                for (int place = 0; place < 6; place++)
                {
                    EncodedText drawn = texts.Draw(text, 5, epoch, place);
                    Assert.Equal(drawn.Key(), again.Draw(text, 5, epoch, place).Key());
                    Assert.False(drawn.Target.IsLabelled);
                    Assert.True(drawn.Tokens <= text.Tokens);
                    foreach ((TokenSequence old, TokenSequence made) in text.Sequences.Zip(drawn.Sequences))
                    {
                        Assert.Equal(old.Ids.Where(IsEnd), made.Ids.Where(IsEnd));
                        Assert.Equal(made.Ids.Length, made.TypeIds.Length);
                        Assert.Equal(made.TypeIds.Order(), made.TypeIds);
                        Assert.True(made.Ids.Length > made.Ids.Count(IsEnd));
                    }
                    all.Add(drawn.Key());
                }
            Assert.InRange(all.Count, 5, 240);
            Assert.Contains(
                Enumerable.Range(0, 9),
                epoch => texts.Draw(text, 5, epoch, 0).Key() != texts.Draw(text, 6, epoch, 0).Key());
        }

        static bool IsEnd(int id) => id is Cls or Sep;
    }

    [Theory, MemberData(nameof(Ways))]
    public void Tags_stay_at_the_first_tokens_of_their_words(string by)
    {
        using TemporaryFolder folder = Folder();
        TaggingTask task = Tagger(folder);
        // The first word is one of the file's and two of the tokenizer's; the tokens after it go on with it.
        TaggedExample example = new(["w1q-w2q", "w3qx1qx2q", "w4q", "w5q"], ["O", "B-X", "O", "B-X"], 1);
        EncodedText text = task.Encode(example, "file").Input;
        int[] ids = text.Sequences[0].Ids, firsts = Firsts(text);
        Assert.Equal(4, firsts.Length);
        RecipeAugmentation way = new() { By = by, Model = by == "replacing" ? folder["mlm"] : null, Probability = Half(by) };
        if (by == "short_disorder") way = way with { Probabilities = [0.2, 0.2, 0.2, 0.2, 0.2] };
        if (by == "long_disorder") way = way with { Length = 2 };
        using AugmentedTexts texts = new(task, [text], [way]);
        texts.Find(new TrainingConfig(), _ => null, CancellationToken.None);
        string[] own = [.. Spans(ids, firsts)];
        for (int epoch = 0; epoch < 100; epoch++)
        {
            EncodedText drawn = texts.Draw(text, 0, epoch, 0);
            int[] labels = ((TagTarget)drawn.Target).Labels, made = drawn.Sequences[0].Ids;
            Assert.Equal(made.Length, labels.Length);
            Assert.All(labels, label => Assert.True(label is TagTarget.None or TagTarget.Untagged));
            string[] spans = [.. Spans(made, Firsts(drawn))];
            // A word is one of the text's, or a single token in its place.
            Assert.All(spans, span => Assert.True(own.Contains(span) || !span.Contains(' ', StringComparison.Ordinal)));
            if (by is "short_disorder" or "long_disorder")
                Assert.Equal(own.Order(StringComparer.Ordinal), spans.Order(StringComparer.Ordinal));
            if (by is "masking" or "replacing" or "unigram") Assert.Equal(4, spans.Length);
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Question_stays_and_the_passage_is_where_its_words_are(string by)
    {
        using TemporaryFolder folder = Folder();
        AnsweringTask task = Answers(folder);
        EncodedText text = task.Encode(new QuestionExample("1", Text(0, 3), Text(3, 9), [new ReferenceAnswer("w4q", 4)], null)).Inputs[0];
        Assert.True(text.Target.IsLabelled);
        RecipeAugmentation way = new() { By = by, Model = by == "replacing" ? folder["mlm"] : null, Probability = Half(by) };
        using AugmentedTexts texts = new(task, [text], [way]);
        texts.Find(new TrainingConfig(), _ => null, CancellationToken.None);
        for (int epoch = 0; epoch < 100; epoch++)
        {
            EncodedText drawn = texts.Draw(text, 0, epoch, 0);
            int[] made = drawn.Sequences[0].Ids;
            AnswerTarget target = (AnswerTarget)drawn.Target;
            Assert.Equal(text.Sequences[0].Ids[..5], made[..5]);
            Assert.Equal((-1, -1, 5, made.Length - 2), (target.Start, target.End, target.First, target.Last));
            Assert.Equal(Sep, made[^1]);
        }
    }

    [Fact]
    public void Context_of_several_choices_is_changed_alike_in_all_of_them()
    {
        using TemporaryFolder folder = Folder();
        ChoiceTask task = new(Settings(folder, []));
        EncodedText text = task.Encode(Text(0, 6), [Text(6, 2), Text(8, 3)], 0);
        foreach (string by in AugmentationKinds.All.Select(kind => kind.Name))
        {
            using AugmentedTexts texts = new(
                task,
                [text],
                [new RecipeAugmentation { By = by, Model = by == "replacing" ? folder["mlm"] : null, Probability = Half(by) }]);
            texts.Find(new TrainingConfig(), _ => null, CancellationToken.None);
            for (int epoch = 0; epoch < 50; epoch++)
            {
                int[][] contexts = [.. texts.Draw(text, 0, epoch, 0).Sequences.Select(own => own.Ids[..Array.IndexOf(own.Ids, Sep)])];
                Assert.Equal(contexts[0], contexts[1]);
            }
        }
    }

    [Fact]
    public void Text_of_which_nothing_is_left_stays_as_it_is()
    {
        using TemporaryFolder folder = Folder();
        SequenceTask task = Pairs(folder);
        EncodedText text = task.Encode(Text(0, 3), Text(5, 2));
        using AugmentedTexts texts = new(task, [text], [new RecipeAugmentation { By = "deleting", Probability = 1 }]);
        Assert.Equal(text.Key(), texts.Draw(text, 0, 0, 0).Key());
    }

    [Fact]
    public void Origin_of_a_drawn_text_is_found_by_its_key_and_what_changed_it()
    {
        using TemporaryFolder folder = Folder();
        SequenceTask task = Pairs(folder);
        EncodedText[] all = [.. Enumerable.Range(0, 10).Select(i => task.Encode(Text(i * 3, 8), null))];
        using AugmentedTexts texts = new(
            task,
            all,
            [
                new RecipeAugmentation { By = "masking", Copies = 2, Probability = 0.4 },
                new RecipeAugmentation { By = "unigram", Probability = 0.4 },
            ]);
        Assert.Equal([("masking", 20), ("unigram", 10)], texts.Facts.Select(facts => (facts.By, (int)facts.Texts)));
        UInt128 key = texts.Draw(all[7], 1, 4, 17).Key(), other = texts.Draw(all[3], 1, 5, 23).Key();
        Assert.Equal((7, "masking"), texts.Origin(key, 1));
        Assert.Equal((3, "unigram"), texts.Origin(other, 1));
        Assert.Null(texts.Origin(0, 1));
    }

    [Fact]
    public void Folder_that_is_no_masked_language_model_is_refused_by_its_name()
    {
        using TemporaryFolder folder = Folder();
        using TemporaryFolder small = SmallRecipe.Folder();
        RecipeAugmentation way = new() { By = "replacing", Model = small["teacher"] };
        string message = Assert.Throws<ConfigurationException>(() => new AugmentedTexts(Pairs(folder), [], [way])).Message;
        Assert.Contains("is no masked language model", message, StringComparison.Ordinal);
        Assert.Contains(small["teacher"], message, StringComparison.Ordinal);
        SequenceTask longer = new ClassificationTask(new TaskSettings(Tokenizers.FromFolder(folder.Path), ["a", "b"], 99));
        Assert.Contains("positions", Assert.Throws<ConfigurationException>(() => new AugmentedTexts(
            longer,
            [],
            [new RecipeAugmentation { By = "replacing", Model = folder["mlm"] }])).Message, StringComparison.Ordinal);
    }

    /// <summary>The model's best words in a place, from its logits one by one.</summary>
    private static int[] Expected(string model, int[] ids, int place, int count)
    {
        using MaskedLanguageModel mlm = PretrainedFolder.Load(model, config => new MaskedLanguageModel(config, 0)).Model;
        mlm.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        long[] masked = [.. ids.Select((id, i) => i == place ? Mask : (long)id)];
        Tensor input = tensor(masked, [1, masked.Length]);
        float[] logits = [.. mlm.Forward(input, ones_like(input), zeros_like(input)).All[0][0, place].data<float>()];
        return [.. Enumerable.Range(First, Words).OrderByDescending(id => logits[id]).Take(count)];
    }

    private static IEnumerable<(TextTask Task, EncodedText Text)> Examples(TemporaryFolder folder)
    {
        SequenceTask pairs = Pairs(folder);
        yield return (pairs, pairs.Encode(Text(0, 6), Text(6, 5)));
        RegressionTask numbers = new(Settings(folder, []));
        yield return (numbers, numbers.Encode(Text(0, 8), null, new ValuesTarget([0.5f], IsKnown: true)));
        MultiLabelTask labels = new(Settings(folder, ["a", "b"]));
        yield return (labels, labels.Encode(Text(3, 8), null, new ValuesTarget([0, 1], IsKnown: true)));
        TaggingTask tags = Tagger(folder);
        string[] words = [.. Text(1, 8).Split(' ')];
        yield return (tags, tags.Encode(new TaggedExample(words, [.. words.Select(_ => "O")], 1), "file").Input);
        AnsweringTask answers = Answers(folder);
        yield return (answers, answers.Encode(new QuestionExample("1", Text(0, 3), Text(3, 9), [], null)).Inputs[0]);
        ChoiceTask choices = new(Settings(folder, []));
        yield return (choices, choices.Encode(Text(0, 6), [Text(6, 2), Text(8, 3)], 1));
    }

    private static double? Half(string by) =>
        AugmentationKinds.Find(by)!.Keys.Contains("probability") ? 0.5 : null;

    private static int[] Firsts(EncodedText text) => [.. text.Target.Positions];

    /// <summary>The tokens from one place to the next.</summary>
    private static IEnumerable<string> Spans(int[] ids, int[] firsts) =>
        firsts.Select((first, i) => string.Join(' ', ids[first..(i + 1 < firsts.Length ? firsts[i + 1] : ids.Length - 1)]));

    private static string Text(int from, int count) => string.Join(' ', Enumerable.Range(from, count).Select(i => $"w{i % Words}q"));

    private static ClassificationTask Pairs(TemporaryFolder folder) => new(Settings(folder, ["a", "b"]));

    private static TaggingTask Tagger(TemporaryFolder folder) => new(Settings(folder, ["O", "B-X", "I-X"]));

    private static AnsweringTask Answers(TemporaryFolder folder) => new(Settings(folder, []) with { Stride = 2 });

    private static TaskSettings Settings(TemporaryFolder folder, string[] labels) => new(Tokenizers.FromFolder(folder.Path), labels, 20);

    /// <summary>A vocabulary, and a masked language model with it.</summary>
    private static TemporaryFolder Folder()
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["mlm"]);
        foreach (string file in (string[])["config.json", "model.safetensors"])
            File.Copy(Golden.Path($"models/bert-mlm/{file}"), folder["mlm", file]);
        File.WriteAllLines(folder["vocab.txt"], Vocabulary);
        File.WriteAllLines(folder["mlm", "vocab.txt"], Vocabulary);
        return folder;
    }
}
