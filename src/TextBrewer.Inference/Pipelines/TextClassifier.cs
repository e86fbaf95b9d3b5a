using TextBrewer.Inference.Answers;
using TextBrewer.Text.Features;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Gives texts labels with a <c>classification</c> or <c>multi_label</c> model.</summary>
public sealed class TextClassifier : ITextClassifier, IDisposable, IAsyncDisposable
{
    private readonly TextModel _model;

    /// <summary>Loads the model of an ONNX folder.</summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">The folder holds something else, something damaged or something newer.</exception>
    public TextClassifier(string folder) : this(new TextModelOptions { Folder = folder })
    {
    }

    /// <inheritdoc cref="TextClassifier(string)"/>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public TextClassifier(TextModelOptions options) : this(options, services: null)
    {
    }

    internal TextClassifier(TextModelOptions options, IServiceProvider? services) =>
        _model = new TextModel(ModelKind.Classifier, options, services);

    /// <inheritdoc/>
    public TextModelInfo Info => _model.Info;

    /// <inheritdoc/>
    public Classification Classify(string text, string? pair = null, CancellationToken cancellationToken = default) =>
        _model.Run(Read(new TextInput(text, pair)), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<Classification> Classify(IReadOnlyList<TextInput> texts, CancellationToken cancellationToken = default) =>
        _model.Run([.. texts.Select(Read)], cancellationToken);

    /// <inheritdoc/>
    public async Task<Classification> ClassifyAsync(string text, string? pair = null, CancellationToken cancellationToken = default) =>
        await _model.RunAsync(Read(new TextInput(text, pair)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Classification>> ClassifyAsync(
        IReadOnlyList<TextInput> texts,
        CancellationToken cancellationToken = default) =>
            await _model.RunAsync([.. texts.Select(Read)], cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _model.ProbeAsync(cancellationToken);

    /// <summary>Answers those that wait, then ends.</summary>
    public void Dispose() => _model.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _model.DisposeAsync();

    private Reading<Classification> Read(TextInput input)
    {
        ArgumentNullException.ThrowIfNull(input.Text);
        Encoding encoding = _model.Tokenizer.Encode(input.Text, input.Pair, Info.MaxLength);
        return new([new(encoding.Ids, encoding.TypeIds)], outputs => Meaning(outputs[0][0], encoding.Truncated));
    }

    private Classification Meaning(float[] logits, bool truncated)
    {
        IReadOnlyList<string> labels = Info.Labels;
        LabelScores scores = Info.Task == "multi_label" ? LabelScores.AnyOf(logits) : LabelScores.OneOf(logits);
        return new Classification(
            labels[scores.Best],
            scores.Probabilities[scores.Best],
            [.. scores.Given.Select(i => labels[i])],
            labels.Zip(scores.Probabilities).ToDictionary(pair => pair.First, pair => pair.Second),
            truncated);
    }
}
