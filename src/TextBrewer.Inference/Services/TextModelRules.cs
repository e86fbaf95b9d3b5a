using Microsoft.Extensions.Options;
using TextBrewer.Inference.Pipelines;

namespace TextBrewer.Inference.Services;

/// <summary>Checks a model's options, and that its folder is there and of the right kind.</summary>
/// <param name="model">The name of the options that are meant.</param>
/// <param name="kind">What reads the model.</param>
internal sealed class TextModelRules(string model, ModelKind kind) : IValidateOptions<TextModelOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TextModelOptions options)
    {
        if (name != model) return ValidateOptionsResult.Skip;
        if (options.Problems() is { Count: > 0 } problems) return ValidateOptionsResult.Fail(
            problems.Select(problem => $"{model}: {problem}"));
        try
        {
            ServedFolder.Find(kind, options);
            return ValidateOptionsResult.Success;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"{model}: {problem.Message}");
        }
    }
}
