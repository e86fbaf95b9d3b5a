using CsCheck;
using TextBrewer.Adaptors;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Testing;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>What is said of one tokenizer's tokens, brought to another's.</summary>
public sealed class BatchViewsTests
{
    private static readonly string[] s_words = ["good", "bad", "!"];

    // The student cuts into letters: [CLS] g ##o ##o ##d b ##a ##d [SEP].
    private static readonly ITokenizer Letters = WordPiece("g", "##o", "##d", "b", "##a", "!");

    // A teacher knows the words: [CLS] good bad [SEP]; another halves them: [CLS] go ##od ba ##d [SEP].
    private static readonly ITokenizer Words = WordPiece("good", "bad", "!"), Halves = WordPiece("go", "##od", "ba", "##d", "!");

    [Fact]
    public void Layers_are_means_over_the_tokens_of_a_word_at_its_first_one()
    {
        using var scope = NewDisposeScope();
        ClassificationTask task = new(
            Settings(Letters) with { Others = [new ClassificationTask(Settings(Words)), new ClassificationTask(Settings(Halves))] });
        using TextBatch batch = task.Collate([task.Encode("good bad", null), task.Encode("bad", null)]);
        Assert.Equal([1, 1, 0, 0, 0, 1, 0, 0, 0], Row(batch.Views!.Mask, 0));
        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 0, 0], Row(batch.Views.Mask, 1));

        Tensor own = arange(9, dtype: ScalarType.Float32).reshape(1, 9, 1).expand(2, 9, 1); // the hidden state of a token is its place
        Tensor halves = arange(6, dtype: ScalarType.Float32).reshape(1, 6, 1).expand(2, 6, 1);
        Assert.Equal([0, 2.5f, 0, 0, 0, 6, 0, 0, 0], Row(Hidden(task.InView(batch, With(own))), 0));
        Assert.Equal([0, 1.5f, 0, 0, 0, 3.5f, 0, 0, 0], Row(Hidden(task.InView(batch, With(halves), 1)), 0));
        Assert.Equal([0, 1.5f, 0, 0, 0, 0, 0, 0, 0], Row(Hidden(task.InView(batch, With(halves), 1)), 1));

        static Signals With(Tensor hidden) => new() { Hidden = hidden };
        static Tensor Hidden(Signals signals) => signals.Hidden![0].squeeze(-1);
    }

    [Fact]
    public void Attention_of_a_word_is_a_distribution_over_words_and_scores_elsewhere_are_none()
    {
        using var scope = NewDisposeScope();
        ClassificationTask task = new(Settings(Letters) with { Others = [new ClassificationTask(Settings(Halves))] });
        using TextBatch batch = task.Collate([task.Encode("good bad", null)]);
        Tensor even = full([1, 1, 6, 6], 1 / 6f);
        Signals told = task.InView(batch, new Signals { Attention = even, AttentionScores = zeros(1, 1, 6, 6) }, 0);
        Assert.Equal([1 / 6f, 2 / 6f, 0, 0, 0, 2 / 6f, 0, 0, 0], Row(told.Attention![0][0, 0], 1), Near);
        Assert.Equal([0, 0, -10000, -10000, -10000, 0, -10000, -10000, -10000], Row(told.AttentionScores![0][0, 0], 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tags_are_compared_at_words_that_all_have(bool firstPieces)
    {
        using var scope = NewDisposeScope();
        TaskSettings settings = Settings(Letters) with { LabelledTokensOnly = firstPieces };
        TaggingTask task = new(settings with { Others = [new TaggingTask(settings.In(Halves, [5]))] }); // room for a word and a half
        using TextBatch batch = task.Collate([task.Encode(new TaggedExample(["good", "bad"], null, 1), "").Input]);
        Tensor logits = arange(10, dtype: ScalarType.Float32).reshape(1, 5, 2);
        Signals told = task.InView(batch, new Signals { Logits = logits }, 0);
        Assert.Equal([0, 1, 0, 0, 0, 1, 0, 0, 0], Row(told.LogitsMask![0], 0));
        float[] first = firstPieces ? [2, 3] : [3, 4], second = [6, 7]; // of "bad" its first half alone is there
        Assert.Equal(first, told.Logits![0][0, 1].data<float>().ToArray());
        Assert.Equal(second, told.Logits[0][0, 5].data<float>().ToArray());
    }

    [Fact]
    public void Word_that_a_teacher_has_not_read_is_compared_nowhere()
    {
        using var scope = NewDisposeScope();
        TaggingTask task = new(
            Settings(Letters) with { Others = [new TaggingTask(Settings(Words)), new TaggingTask(Settings(Halves).In(Halves, [5]))] });
        using TextBatch batch = task.Collate([task.Encode(new TaggedExample(["good", "good", "bad"], null, 1), "").Input]);
        Assert.Equal([1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], Row(batch.Views!.Mask, 0)); // no "bad"
    }

    [Fact]
    public void Answers_keep_their_mass_whatever_the_passage_is_cut_into()
    {
        AnsweringTask task = new(
            Settings(Letters) with { Others = [new AnsweringTask(Settings(Halves)), new AnsweringTask(Settings(Letters))] });
        Gen.Select(Gen.Int[0, 2].Select(word => s_words[word]).Array[1, 6], Gen.Double[-20, 20].Array[40]).Sample((words, values) =>
        {
            using var scope = NewDisposeScope();
            AskedQuestion question = task.Encode(new QuestionExample("", "bad", string.Join(' ', words), [], null));
            using TextBatch batch = task.Collate(question.Inputs);
            foreach (int view in new[] { 0, 1 })
            {
                TextBatch seen = batch.Views!.Of(view);
                Tensor logits = tensor(values, dtype: ScalarType.Float64)[..(int)seen.Ids.shape[1]].unsqueeze(0).expand(seen.Ids.shape);
                Signals its = task.Settings.Others[view].ToSignals(seen, [logits, logits]);
                Tensor told = task.InView(batch, its, view).Logits![0];
                Assert.Equal(
                    its.Logits![0].logsumexp(-1).data<double>().ToArray(),
                    told.logsumexp(-1).data<double>().ToArray(),
                    (one, other) => Math.Abs(one - other) < 1e-6);
                // Where both cut alike the logits are the same.
                if (view == 1) Assert.True(told.allclose(its.Logits[0], rtol: 0, atol: 1e-9));
            }
        }, iter: 100);
    }

    [Fact]
    public void Views_are_kept_in_little_memory_and_belong_to_what_an_example_is_known_by()
    {
        ClassificationTask task = new(Settings(Letters) with { Others = [new ClassificationTask(Settings(Halves))] });
        ClassificationTask other = new(Settings(Letters) with { Others = [new ClassificationTask(Settings(Words))] });
        EncodedText text = task.Encode("good bad", "bad !");
        using PackedTexts packed = [];
        packed.Add(text);
        packed.Add(task.Encode("bad", null));
        Assert.Equal(text.Key(), packed[0].Key());
        Assert.Equal(text.Views!.Others[0].Text.Sequences[0].Ids, packed[0].Views!.Others[0].Text.Sequences[0].Ids);
        Assert.NotEqual(text.Key(), other.Encode("good bad", "bad !").Key());
        Assert.NotEqual(text.Key(), (text with { Views = null }).Key());
    }

    private static TaskSettings Settings(ITokenizer tokenizer) => new(tokenizer, ["O", "B-X"], 30) { Stride = 2 };

    private static float[] Row(Tensor values, int row) => values[row].contiguous().data<float>().ToArray();

    private static bool Near(float one, float other) => Math.Abs(one - other) < 1e-6;

    private static ITokenizer WordPiece(params string[] tokens) =>
        Tokenizers.WordPiece(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. tokens]), new TokenizerOptions());
}
