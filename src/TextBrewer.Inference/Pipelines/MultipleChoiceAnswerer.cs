using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Sessions;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Chooses what goes with a text, with a <c>multiple_choice</c> model.</summary>
public sealed class MultipleChoiceAnswerer : IMultipleChoiceAnswerer, IDisposable, IAsyncDisposable
{
    private readonly TextModel _model;

    /// <summary>Loads the model of an ONNX folder.</summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">The folder holds something else, something damaged or something newer.</exception>
    public MultipleChoiceAnswerer(string folder) : this(new TextModelOptions { Folder = folder })
    {
    }

    /// <inheritdoc cref="MultipleChoiceAnswerer(string)"/>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public MultipleChoiceAnswerer(TextModelOptions options) : this(options, services: null)
    {
    }

    internal MultipleChoiceAnswerer(TextModelOptions options, IServiceProvider? services) =>
        _model = new TextModel(ModelKind.Chooser, options, services);

    /// <inheritdoc/>
    public TextModelInfo Info => _model.Info;

    /// <inheritdoc/>
    public Choice Choose(string text, IReadOnlyList<string> choices, CancellationToken cancellationToken = default) =>
        _model.Run(new ChoiceQuestion(text, choices), Encode, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<Choice> Choose(IReadOnlyList<ChoiceQuestion> questions, CancellationToken cancellationToken = default) =>
        _model.Run(questions, Encode, cancellationToken);

    /// <inheritdoc/>
    public async Task<Choice> ChooseAsync(string text, IReadOnlyList<string> choices, CancellationToken cancellationToken = default) =>
        await _model.RunAsync(new ChoiceQuestion(text, choices), Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Choice>> ChooseAsync(
        IReadOnlyList<ChoiceQuestion> questions,
        CancellationToken cancellationToken = default) =>
            await _model.RunAsync(questions, Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _model.ProbeAsync(cancellationToken);

    /// <summary>Answers those that wait, then ends.</summary>
    public void Dispose() => _model.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _model.DisposeAsync();

    private EncodedRequest<Choice> Encode(ChoiceQuestion input, CancellationToken cancellationToken)
    {
        _model.Check(input.Text);
        if (input.Choices is not { Count: > 1 } choices) throw new ArgumentException(
            "A question of choices needs two or more of them.",
            nameof(input));
        foreach (string choice in choices) _model.Check(choice ?? throw new ArgumentException("A choice is null.", nameof(input)));
        Encoding[] encodings =
            [.. choices.Select(choice => _model.Tokenizer.Encode(input.Text, choice, Info.MaxLength, cancellationToken))];
        return new(
            [.. encodings.Select(encoding => encoding.Input)],
            outputs => Choice.Of(
                choices,
                [.. outputs.Select(choice => choice[0][0])],
                encodings.Any(encoding => encoding.Truncated)));
    }
}
