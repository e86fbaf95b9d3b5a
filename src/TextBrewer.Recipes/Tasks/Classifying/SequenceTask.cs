using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using TorchSharp;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Single texts and pairs from a table, with a head over the whole sequence.</summary>
internal abstract class SequenceTask(TaskSettings settings, string problemType) : TextTask(settings)
{
    internal const string Architecture = "ForSequenceClassification";

    /// <inheritdoc/>
    public override (TaskData Data, ReadReport Report) Read(RecipeTable table, bool labelled = true)
    {
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(table.Path, Options(table, labelled));
        Dictionary<string, int> warnings = new(report.Warnings);
        TaskData data = Encode(table.Limited(examples, warnings), table.Path, warnings);
        int cut = data.Inputs.Count(input => input.Truncated);
        if (cut > 0) warnings["texts cut to max_length"] = cut;
        return (data, new ReadReport(data.Inputs.Count, warnings));
    }

    /// <inheritdoc/>
    public override EncoderConfig Configure(EncoderConfig config)
    {
        EncoderConfig labelled = config.WithLabels(Settings.Labels) with { ProblemType = null };
        // Where the number of labels says it already, the file says no more.
        return labelled.Problem == problemType ? labelled : labelled with { ProblemType = problemType };
    }

    /// <summary>Tokenizes one text or pair.</summary>
    public EncodedText Encode(string text, string? pair, Target target)
    {
        Encoding encoding = Settings.Tokenizer.Encode(text, pair, Settings.MaxLength);
        return new EncodedText(encoding.Input, target) { Truncated = encoding.Truncated };
    }

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

    /// <summary>The examples of a file as a person reads them.</summary>
    private protected static IReadOnlyList<ReadableExample> Readable(IReadOnlyList<TextExample> examples) =>
        [.. examples.Select(example => new ReadableExample { Text = example.Text, Pair = example.Pair })];

    /// <summary>What the columns of a file mean.</summary>
    protected virtual TableOptions Options(RecipeTable table, bool labelled) => Columns(table, labelled);

    /// <summary>The columns of single texts and pairs.</summary>
    private protected static TableOptions Columns(RecipeTable table, bool labelled) => new()
    {
        Format = table.Kind,
        Text = table.Text ?? "sentence",
        Pair = table.Pair,
        Label = labelled ? table.Label ?? "label" : null,
        Header = table.Header,
        Where = table.Where,
        LabelNames = table.LabelNames,
    };

    /// <summary>Tokenizes the examples of a file; labels that are missing or unknown are counted.</summary>
    protected abstract TaskData Encode(IReadOnlyList<TextExample> examples, string path, IDictionary<string, int> warnings);

    /// <inheritdoc/>
    protected override torch.Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<torch.Tensor> logits) =>
        ((SequenceClassifier)model).Loss(logits[0], batch.Labels);
}
