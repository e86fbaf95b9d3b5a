using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Augmenting;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Answering;

/// <summary>
/// Extractive question answering: the answer is a piece of the passage, which is read in windows (Rajpurkar et al. 2016).
/// </summary>
internal sealed class AnsweringTask(TaskSettings settings) : TextTask(settings)
{
    // What TextBrewer gives to places where no answer can stand.
    private const float Impossible = -10000;
    private const int PredictedAnswers = 3;

    /// <inheritdoc/>
    public override (TaskData Data, ReadReport Report) Read(
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default)
    {
        List<AskedQuestion> questions = [];
        ReadReport report = Read(table, labelled, questions.Add, cancellationToken);
        return (new AnsweringData(questions, Settings.MaxAnswerLength, table.Scorer), report);
    }

    /// <inheritdoc/>
    public override ReadReport ReadInto(
        PackedTexts texts,
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default) =>
        Read(
            table,
            labelled,
            question =>
            {
                foreach (EncodedText window in question.Inputs) texts.Add(window);
            },
            cancellationToken);

    /// <summary>How a file is split: all questions about a passage come on one side.</summary>
    internal static IEnumerable<SplitKey> SplitKeysOf(RecipeTable table) =>
        from example in QuestionReader.Read(table.Path).Examples.Take(table.Limit ?? int.MaxValue)
        select new SplitKey("", example.Context);

    private ReadReport Read(RecipeTable table, bool labelled, Action<AskedQuestion> take, CancellationToken cancellationToken)
    {
        (IReadOnlyList<QuestionExample> examples, ReadReport report) = QuestionReader.Read(table.Path);
        Dictionary<string, int> warnings = new(report.Warnings);
        IReadOnlyList<QuestionExample> wanted = table.Limited(examples, warnings);
        int unanswered = 0;
        foreach (AskedQuestion question in OrderedWork.Select(
            wanted,
            e => Encode(labelled ? e : e with { Answers = [] }),
            cancellationToken: cancellationToken))
        {
            take(question);
            if (question.Example.Answers.Any(a => a.Start >= 0) && !question.Inputs.Any(input => input.Target.IsLabelled)) unanswered++;
        }
        if (unanswered > 0) warnings["answer in no window"] = unanswered;
        return new ReadReport(wanted.Count, warnings);
    }

    /// <summary>
    /// Passages, each with a question of the training file drawn by its place: TextBrewer's other passages. A passage is as many sentences
    /// that follow each other as a window takes with the longest question.
    /// </summary>
    private protected override IEnumerable<EncodedText> Unlabelled(
        IEnumerable<string> sentences,
        RecipeTable train,
        CancellationToken cancellationToken)
    {
        IEnumerable<QuestionExample> examples = QuestionReader.Read(train.Path).Examples.Take(train.Limit ?? int.MaxValue);
        string[] questions = [.. examples.Select(example => example.Question).Distinct()];
        int longest = Math.Min(Settings.MaxQuestionLength, questions.Max(Tokens));
        IEnumerable<(string Passage, int Place)> passages =
            Passages(sentences, Settings.MaxLength - Settings.Tokenizer.SpecialTokens(pair: true) - longest).Select((text, i) => (text, i));
        return OrderedWork.Select(passages, Asked, cancellationToken: cancellationToken).SelectMany(windows => windows);

        IReadOnlyList<EncodedText> Asked((string Text, int Place) passage)
        {
            string question = questions[DrawSeed.Random(0, 0, passage.Place).Next(questions.Length)];
            return Encode(new QuestionExample("", question, passage.Text, [], null)).Inputs;
        }
    }

    /// <summary>Sentences put together up to a number of tokens; one that has more stands alone.</summary>
    private IEnumerable<string> Passages(IEnumerable<string> sentences, int room)
    {
        List<string> passage = [];
        int used = 0;
        foreach (string sentence in sentences)
        {
            int tokens = Tokens(sentence);
            if (passage.Count > 0 && used + tokens > room)
            {
                yield return string.Join(' ', passage);
                passage.Clear();
                used = 0;
            }
            passage.Add(sentence);
            used += tokens;
        }
        if (passage.Count > 0) yield return string.Join(' ', passage);
    }

    private int Tokens(string text) =>
        Settings.Tokenizer.EncodeInput(text, null, Settings.MaxLength).Input.Length - Settings.Tokenizer.SpecialTokens(pair: false);

    /// <summary>Cuts a passage into windows and tokenizes each with the question.</summary>
    /// <exception cref="ConfigurationException">The question leaves no room.</exception>
    public AskedQuestion Encode(QuestionExample example)
    {
        IReadOnlyList<Encoding> windows = Settings.Tokenizer
            .Windows(example.Question, example.Context, Settings.MaxLength, Settings.Stride, Settings.MaxQuestionLength);
        ReferenceAnswer? answer = example.Answers.FirstOrDefault(a => a.Start >= 0);
        return new AskedQuestion(
            example,
            windows,
            [.. windows.Select(window => new EncodedText(window.Input, Target(window, answer)) { Views = Views(window, example) })]);
    }

    /// <summary>A window's question and part of the passage as teachers cut them that have tokenizers of their own.</summary>
    private TextViews? Views(Encoding window, QuestionExample example)
    {
        if (Settings.Others.Count == 0) return null;
        AnswerWindow own = new(window);
        (int start, int end) = own.First == own.End ? (0, 0) : (window.Offsets[own.First].Start, window.Offsets[own.End - 1].End);
        // A byte-level tokenizer knows a word in the middle of a text by the space before it.
        while (start > 0 && char.IsWhiteSpace(example.Context[start - 1])) start--;
        IReadOnlyList<(int Start, int End)> words =
            [.. WordSplitter.Split(example.Context[start..end]).Select(word => (word.Start + start, word.End + start))];
        return new TextViews([Words(window, 0)], [.. Settings.Others.Select(View)]);

        TextView View(TextTask other)
        {
            Encoding view = other.Settings.Tokenizer.Windows(
                example.Question,
                example.Context[start..end],
                other.Settings.MaxLength,
                0,
                other.Settings.MaxQuestionLength)[0];
            AnswerWindow passage = new(view);
            return new TextView(
                new EncodedText(view.Input, Target(view, null)),
                [Words(view, start)],
                [.. PieceShares.Of(own, passage, start)]);
        }

        TokenSpan[] Words(Encoding encoding, int shift) =>
        [
            .. WordSpans.Of(encoding, 0, WordSplitter.Split(example.Question)),
            .. WordSpans.Of(encoding, 1, [.. words.Select(word => (word.Start - shift, word.End - shift))]),
        ];
    }

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => new AnswerTarget(-1, -1, 1, tokens - 2);

    /// <summary>The passage; a question is asked as it is.</summary>
    internal override bool MayChange(EncodedText text, int sequence, int place) =>
        text.Target is AnswerTarget target && place >= target.First && place <= target.Last && base.MayChange(text, sequence, place);

    /// <inheritdoc/>
    internal override Target ChangedTarget(EncodedText text, IReadOnlyList<int[]> from)
    {
        AnswerTarget target = (AnswerTarget)text.Target;
        return new AnswerTarget(-1, -1, target.First, target.Last - (text.Sequences[0].Length - from[0].Length));
    }

    /// <inheritdoc/>
    protected override TextArrays Arrays(IReadOnlyList<EncodedText> texts)
    {
        int length = texts.Max(t => t.Length);
        bool[] passage = new bool[texts.Count * length];
        long[] places = new long[texts.Count * 2];
        for (int i = 0; i < texts.Count; i++)
        {
            AnswerTarget target = (AnswerTarget)texts[i].Target;
            (places[2 * i], places[(2 * i) + 1]) = (target.Start, target.End);
            for (int j = target.First; j <= target.Last; j++) passage[(i * length) + j] = true;
        }
        return new TextArrays(
            texts,
            Settings.Tokenizer.PadId,
            new LabelArray(places, texts.Count, 2),
            new LabelArray(passage, texts.Count, length));
    }

    /// <summary>Start and end logits, −10000 wherever no answer can stand: padding and the question.</summary>
    public override Signals ToSignals(TextBatch batch, IReadOnlyList<Tensor> outputs)
    {
        using Tensor elsewhere = batch.Passage!.logical_not(); // (batch, length)
        SignalList logits = new([.. outputs.Select(values => values.masked_fill(elsewhere, Impossible))])
        {
            Axes = [Axis.Batch, Axis.Length],
            Padding = Impossible,
        };
        return new Signals
        {
            Logits = logits,
            InputsMask = batch.Mask,
            Labels = new SignalList([batch.Labels[.., 0], batch.Labels[.., 1]]),
        };
    }

    /// <summary>Where tokenizers differ, what a teacher says of its tokens is shared out among ours by the characters they cover.</summary>
    protected override Signals WithLogitsInView(TextBatch batch, Signals signals, int? view)
    {
        if (view is not int other || signals.Logits is not { } logits || batch.Views is not { } views) return signals;
        using Tensor elsewhere = batch.Passage!.logical_not(); // (batch, length)
        return signals with
        {
            Logits = logits.With(
                [.. logits.Select(values => SharedLogits.Of(values, views.Shares(other), Impossible).masked_fill(elsewhere, Impossible))]),
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Prediction> Predict(IReadOnlyList<PredictionInput> inputs, ModelRun ask) =>
        [.. inputs.Select(input => Answer(input, ask))];

    private AnswersPrediction Answer(PredictionInput input, ModelRun ask)
    {
        if (input.Pair is null) throw new ConfigurationException(
            "A question needs its passage: give question and passage, or the passage's file.");
        AskedQuestion question = Encode(new QuestionExample("", input.Text, input.Pair, [], null));
        AnsweringData data = new([question], Settings.MaxAnswerLength, scorer: null);
        return new AnswersPrediction(input.Text, input.Pair, data.Answers(ask(data.Inputs), PredictedAnswers)[0]);
    }

    /// <summary>The windows that hold an answer; what is said of others nobody knows.</summary>
    internal override IEnumerable<(EncodedText Text, float[][] Logits)> Given(GivenAnswer answer)
    {
        if (answer.Text is not { } passage || answer.Question is null)
            throw new FormatException("has no question, or no text that it is about");
        if (answer.Answers is not { Count: > 0 } answers) throw new FormatException("has no answers");
        AskedQuestion question = Encode(new QuestionExample("", answer.Question, passage, [], null));
        foreach ((Encoding window, EncodedText input) in question.Windows.Zip(question.Inputs))
        {
            AnswerWindow places = new(window);
            double[] starts = new double[window.Ids.Length], ends = new double[window.Ids.Length];
            foreach (GivenSpan span in answers)
            {
                int start = span.Start ?? passage.IndexOf(span.Text, StringComparison.Ordinal);
                if (start < 0 || string.CompareOrdinal(passage, start, span.Text, 0, span.Text.Length) != 0)
                    throw new FormatException($"has the answer '{span.Text}', which does not stand in its text there");
                if (places.Place(start, start + span.Text.Length) is not { } place) continue;
                starts[place.Start] += span.Probability;
                ends[place.End] += span.Probability;
            }
            double all = starts.Sum();
            if (all > 0) yield return (input, [Logits(starts), Logits(ends)]);

            float[] Logits(double[] mass) => GivenLogits.OneOf([.. mass.Select(one => one / all)]);
        }
    }

    /// <summary>The questions of a file, which all have a name.</summary>
    internal static IEnumerable<GivenAnswer> ExamplesOf(RecipeTable table) =>
        from example in QuestionReader.Read(table.Path).Examples.Take(table.Limit ?? int.MaxValue)
        select new GivenAnswer { Id = example.Id, Text = example.Context, Question = example.Question };

    /// <inheritdoc/>
    protected override Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<Tensor> logits) =>
        QuestionAnswerer.Loss(logits[0], logits[1], batch.Labels[.., 0], batch.Labels[.., 1]);

    private static AnswerTarget Target(Encoding window, ReferenceAnswer? answer)
    {
        AnswerWindow passage = new(window);
        (int start, int end) = answer is null ? (-1, -1) : passage.Place(answer.Start, answer.Start + answer.Text.Length) ?? (-1, -1);
        return new AnswerTarget(start, end, passage.First, passage.End - 1);
    }
}
