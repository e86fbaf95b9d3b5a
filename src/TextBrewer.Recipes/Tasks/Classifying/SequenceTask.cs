using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;
using TorchSharp;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Single texts and pairs from a table, with a head over the whole sequence.</summary>
internal abstract class SequenceTask(TaskSettings settings, string problemType) : TextTask(settings)
{
    internal const string Architecture = "ForSequenceClassification";

    /// <inheritdoc/>
    public override (TaskData Data, ReadReport Report) Read(
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default)
    {
        List<EncodedText> inputs = [];
        List<ReadableExample> readable = [];
        ReadReport report = Stream(table, labelled, (example, input) =>
        {
            inputs.Add(input);
            readable.Add(new ReadableExample { Text = example.Text, Pair = example.Pair });
        }, cancellationToken);
        return (DataOf(inputs, readable), report);
    }

    /// <inheritdoc/>
    public override ReadReport ReadInto(
        PackedTexts texts,
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default) =>
        Stream(table, labelled, (_, input) => texts.Add(input), cancellationToken);

    /// <summary>Tokenizes a file row by row on several threads; what comes of it is taken in the order of the rows.</summary>
    private ReadReport Stream(
        RecipeTable table,
        bool labelled,
        Action<TextExample, EncodedText> take,
        CancellationToken cancellationToken)
    {
        Warnings warnings = new();
        int rows = 0, beyond = 0, taken = 0, cut = 0;
        IEnumerable<TextExample> wanted = TableReader.Rows(table.Path, Options(table, labelled), warnings)
            .Where(_ => IsMeant(rows++));
        foreach ((TextExample example, EncodedText input) in OrderedWork.Select(
            wanted,
            example => (example, Encoded(example)),
            cancellationToken: cancellationToken))
        {
            take(example, input);
            taken++;
            if (input.Truncated) cut++;
        }
        warnings.Count("left out by limit", beyond);
        warnings.Count("texts cut to max_length", cut);
        return new ReadReport(taken, warnings.Counts);

        EncodedText Encoded(TextExample example) => Encode(example.Text, example.Pair, TargetOf(example, table.Path));

        bool IsMeant(int row)
        {
            if (table.Limit is not int limit || row < limit) return table.Keeps?.Invoke(row) != false;
            beyond++;
            return false;
        }
    }

    /// <summary>Sentences; where the training file has pairs, two neighbouring ones each, the last of an odd number left out.</summary>
    private protected override IEnumerable<EncodedText> Unlabelled(
        IEnumerable<string> sentences,
        RecipeTable train,
        CancellationToken cancellationToken)
    {
        int texts = train.Pair is null ? 1 : 2;
        return OrderedWork.Select(
            sentences.Chunk(texts).Where(chunk => chunk.Length == texts),
            chunk => Encode(chunk[0], chunk.ElementAtOrDefault(1)),
            cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    public override EncoderConfig Configure(EncoderConfig config)
    {
        EncoderConfig labelled = config.WithLabels(Settings.Labels) with { ProblemType = null };
        // Where the number of labels says it already, the file says no more.
        return labelled.Problem == problemType ? labelled : labelled with { ProblemType = problemType };
    }

    /// <summary>Tokenizes one text or pair.</summary>
    public EncodedText Encode(string text, string? pair, Target target) => ViewedPairs.Encode(Settings, [(text, pair)], target);

    /// <inheritdoc/>
    public override IReadOnlyList<Prediction> Predict(IReadOnlyList<PredictionInput> inputs, ModelRun ask)
    {
        IReadOnlyList<float[][]> outputs = ask([.. inputs.Select(input => Encode(input.Text, input.Pair))]);
        return [.. inputs.Zip(outputs, (input, output) => Prediction(input, output[0]))];
    }

    /// <summary>What the logits of a text or pair say.</summary>
    private protected abstract Prediction Prediction(PredictionInput input, float[] logits);

    /// <summary>Tokenizes one text or pair that has no label.</summary>
    public EncodedText Encode(string text, string? pair) => Encode(text, pair, NoTarget(0));

    /// <inheritdoc/>
    internal override IEnumerable<(EncodedText Text, float[][] Logits)> Given(GivenAnswer answer) =>
        [(Encode(answer.Text ?? throw new FormatException("has no text"), answer.Pair), [LogitsOf(answer)])];

    /// <summary>The logits of somebody else's answer.</summary>
    private protected abstract float[] LogitsOf(GivenAnswer answer);

    /// <summary>The examples of a file as texts.</summary>
    internal static IEnumerable<GivenAnswer> ExamplesOf(RecipeTable table) =>
        from row in TableReader.Rows(table.Path, Columns(table, labelled: false), new Warnings()).Take(table.Limit ?? int.MaxValue)
        select new GivenAnswer { Id = row.Id, Text = row.Text, Pair = row.Pair };

    /// <summary>The sides of a split that the examples of a file can come on.</summary>
    /// <param name="table">The file.</param>
    /// <param name="columns">What its columns mean.</param>
    /// <param name="stratum">What both sides have the same share of.</param>
    private protected static IEnumerable<SplitKey> SplitKeysOf(
        RecipeTable table,
        TableOptions columns,
        Func<TextExample, string?> stratum) =>
        from row in TableReader.Rows(table.Path, columns, new Warnings()).Take(table.Limit ?? int.MaxValue)
        select new SplitKey(stratum(row), $"{row.Text}\t{row.Pair}");

    /// <summary>What the columns of a file mean.</summary>
    protected virtual TableOptions Options(RecipeTable table, bool labelled) => Columns(table, labelled);

    /// <summary>The columns of single texts and pairs.</summary>
    private protected static TableOptions Columns(RecipeTable table, bool labelled) => new()
    {
        Format = table.Kind,
        Delimiter = table.Delimiter,
        Encoding = table.Encoding,
        Text = table.Text ?? "sentence",
        Pair = table.Pair,
        Id = table.Id,
        Label = labelled ? table.Label ?? "label" : null,
        Header = table.Header,
        Where = table.Where,
        LabelNames = table.LabelNames,
    };

    /// <summary>What is to be learned from a row; safe from many threads.</summary>
    /// <exception cref="InvalidDataException">Its label is unknown, or none.</exception>
    protected abstract Target TargetOf(TextExample example, string path);

    /// <summary>The examples of a file with what a score needs.</summary>
    protected abstract TaskData DataOf(IReadOnlyList<EncodedText> inputs, IReadOnlyList<ReadableExample> examples);

    /// <inheritdoc/>
    protected override torch.Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<torch.Tensor> logits) =>
        ((SequenceClassifier)model).Loss(logits[0], batch.Labels);
}
