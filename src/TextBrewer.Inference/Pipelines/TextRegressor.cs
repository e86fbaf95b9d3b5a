using TextBrewer.Inference.Inputs;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Gives texts a number with a <c>regression</c> model.</summary>
public sealed class TextRegressor : ITextRegressor, IDisposable, IAsyncDisposable
{
    private readonly TextModel _model;

    /// <summary>Loads the model of an ONNX folder.</summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">The folder holds something else, something damaged or something newer.</exception>
    public TextRegressor(string folder) : this(new TextModelOptions { Folder = folder })
    {
    }

    /// <inheritdoc cref="TextRegressor(string)"/>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public TextRegressor(TextModelOptions options) : this(options, services: null)
    {
    }

    internal TextRegressor(TextModelOptions options, IServiceProvider? services) =>
        _model = new TextModel(ModelKind.Regressor, options, services);

    /// <inheritdoc/>
    public TextModelInfo Info => _model.Info;

    /// <inheritdoc/>
    public Regression Predict(string text, string? pair = null, CancellationToken cancellationToken = default) =>
        _model.Run(new TextInput(text, pair), Encode, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<Regression> Predict(IReadOnlyList<TextInput> texts, CancellationToken cancellationToken = default) =>
        _model.Run(texts, Encode, cancellationToken);

    /// <inheritdoc/>
    public async Task<Regression> PredictAsync(string text, string? pair = null, CancellationToken cancellationToken = default) =>
        await _model.RunAsync(new TextInput(text, pair), Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Regression>> PredictAsync(
        IReadOnlyList<TextInput> texts,
        CancellationToken cancellationToken = default) =>
            await _model.RunAsync(texts, Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _model.ProbeAsync(cancellationToken);

    /// <summary>Answers those that wait, then ends.</summary>
    public void Dispose() => _model.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _model.DisposeAsync();

    private EncodedRequest<Regression> Encode(TextInput input, CancellationToken cancellationToken)
    {
        _model.Check(input.Text);
        if (input.Pair is not null) _model.Check(input.Pair);
        Encoding encoding = _model.Tokenizer.Encode(input.Text, input.Pair, Info.MaxLength, cancellationToken);
        return new([encoding.Input], outputs => new Regression(outputs[0][0][0], encoding.Truncated));
    }
}
