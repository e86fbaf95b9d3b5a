using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Sessions;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Features;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Finds the entities of texts with a <c>tagging</c> model.</summary>
public sealed class TokenTagger : ITokenTagger, IDisposable, IAsyncDisposable
{
    private readonly TextModel _model;

    /// <summary>Loads the model of an ONNX folder.</summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">The folder holds something else, something damaged or something newer.</exception>
    public TokenTagger(string folder) : this(new TextModelOptions { Folder = folder })
    {
    }

    /// <inheritdoc cref="TokenTagger(string)"/>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public TokenTagger(TextModelOptions options) : this(options, services: null)
    {
    }

    internal TokenTagger(TextModelOptions options, IServiceProvider? services) =>
        _model = new TextModel(ModelKind.Tagger, options, services);

    /// <inheritdoc/>
    public TextModelInfo Info => _model.Info;

    /// <inheritdoc/>
    public Tagging Tag(string text, CancellationToken cancellationToken = default) => _model.Run(text, Encode, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<Tagging> Tag(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        _model.Run(texts, Encode, cancellationToken);

    /// <inheritdoc/>
    public async Task<Tagging> TagAsync(string text, CancellationToken cancellationToken = default) =>
        await _model.RunAsync(text, Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Tagging>> TagAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        await _model.RunAsync(texts, Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _model.ProbeAsync(cancellationToken);

    /// <summary>Answers those that wait, then ends.</summary>
    public void Dispose() => _model.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _model.DisposeAsync();

    private EncodedRequest<Tagging> Encode(string input, CancellationToken cancellationToken)
    {
        _model.Check(input);
        EntitySearch search = new(input, _model.Tokenizer, Info.Labels, Info.MaxLength, cancellationToken);
        return new(
            [.. search.Parts.Select(part => part.Input)],
            outputs => new Tagging(search.Entities([.. outputs.Select(part => part[0])]), search.Truncated));
    }
}
