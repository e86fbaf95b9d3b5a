using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Choosing;

/// <summary>A text and several continuations or answers, one of which is right.</summary>
internal sealed class ChoiceTask(TaskSettings settings) : TextTask(settings)
{
    /// <inheritdoc/>
    public override (TaskData Data, ReadReport Report) Read(
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default)
    {
        (IReadOnlyList<ChoiceExample> examples, ReadReport report) = ChoiceReader.Read(table.Path, Columns(table, labelled));
        Dictionary<string, int> warnings = new(report.Warnings);
        examples = table.Limited(examples, warnings);
        int most = examples.Max(example => example.Choices.Count);
        if (examples.FirstOrDefault(example => example.Choices.Count != most) is { } other)
            throw new InvalidDataException(
                $"'{table.Path}', line {other.Line}: {other.Choices.Count} choices, and another line has {most}: all need as many.");
        LabelSet labels = new([.. Enumerable.Range(0, most).Select(i => FormattableString.Invariant($"{i}"))]);
        EncodedText[] texts = [.. OrderedWork.Select(examples, example => Encode(
            example.Context,
            example.Choices,
            labels.IndexOf(new TextExample(example.Context, null, Number(example.Label, most), example.Line), table.Path)),
            cancellationToken: cancellationToken)];
        return (new ClassificationData(
            texts,
            labels.Names,
            [.. examples.Select(example => new ReadableExample {
                Text = example.Context,
                Choices = example.Choices })]), new ReadReport(texts.Length, warnings));
    }

    /// <summary>How a file is split: by the right choice.</summary>
    internal static IEnumerable<SplitKey> SplitKeysOf(RecipeTable table) =>
        from example in ChoiceReader.Read(table.Path, Columns(table, labelled: true)).Examples.Take(table.Limit ?? int.MaxValue)
        select new SplitKey(example.Label, example.Context);

    /// <summary>Choices are counted from 0; data sets also call them A, B, C.</summary>
    private static string? Number(string? label, int choices) =>
        label is [var letter] && letter >= 'A' && letter < 'A' + choices ? FormattableString.Invariant($"{letter - 'A'}") : label;

    /// <summary>Tokenizes a text with each of its choices.</summary>
    public EncodedText Encode(string context, IReadOnlyList<string> choices, int label) =>
        ViewedPairs.Encode(Settings, [.. choices.Select(choice => (context, (string?)choice))], new ClassTarget(label));

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => new ClassTarget(-1);

    /// <inheritdoc/>
    protected override TextArrays Arrays(IReadOnlyList<EncodedText> texts) =>
        new(texts, Settings.Tokenizer.PadId, ClassTarget.Labels(texts));

    /// <inheritdoc/>
    public override Signals ToSignals(TextBatch batch, IReadOnlyList<Tensor> outputs) =>
        base.ToSignals(batch, outputs) with { InputsMask = batch.Mask.flatten(0, 1), Labels = batch.Labels };

    /// <inheritdoc/>
    public override IReadOnlyList<Prediction> Predict(IReadOnlyList<PredictionInput> inputs, ModelRun ask) =>
        [.. inputs.Select(input => Choose(input, ask))];

    private ChoicePrediction Choose(PredictionInput input, ModelRun ask)
    {
        if (input.Choices is not { Count: > 1 } choices) throw new ConfigurationException("A model of choices needs two or more of them.");
        LabelScores scores = LabelScores.OneOf(ask([Encode(input.Text, choices, -1)])[0][0]);
        return new ChoicePrediction(input.Text, scores.Best, choices, scores.Probabilities);
    }

    /// <inheritdoc/>
    internal override IEnumerable<(EncodedText Text, float[][] Logits)> Given(GivenAnswer answer)
    {
        if (answer.Text is null || answer.Choices is not { Count: > 1 } choices) throw new FormatException("has no text or no choices");
        string[] places = [.. Enumerable.Range(0, choices.Count).Select(place => FormattableString.Invariant($"{place}"))];
        return [(Encode(answer.Text, choices, -1), [GivenLogits.OneOf(answer, places)])];
    }

    /// <summary>The examples of a file as texts.</summary>
    internal static IEnumerable<GivenAnswer> ExamplesOf(RecipeTable table) =>
        from example in ChoiceReader.Read(table.Path, Columns(table, labelled: false)).Examples.Take(table.Limit ?? int.MaxValue)
        select new GivenAnswer { Text = example.Context, Choices = example.Choices };

    private static ChoiceOptions Columns(RecipeTable table, bool labelled) => new()
    {
        Format = table.Kind,
        Delimiter = table.Delimiter,
        Encoding = table.Encoding,
        Text = table.Text ?? "context",
        Choices = table.Choices ?? ["choices"],
        Label = labelled ? table.Label ?? "label" : null,
        Header = table.Header,
        Where = table.Where,
        LabelNames = table.LabelNames,
    };

    /// <inheritdoc/>
    protected override Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<Tensor> logits) =>
        MultipleChoice.Loss(logits[0], batch.Labels);
}
