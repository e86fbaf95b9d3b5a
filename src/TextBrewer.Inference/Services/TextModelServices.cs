using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TextBrewer.Inference.Pipelines;

namespace TextBrewer.Inference.Services;

/// <summary>
/// Models in a service's collection: loaded once, at its start, from options that are checked before. A model without a name is asked for
/// by its interface, a keyed one by its interface and its name (<c>[FromKeyedServices("name")]</c>).
/// </summary>
public static class TextModelServices
{
    /// <summary>Adds an <see cref="ITextClassifier"/>.</summary>
    public static IServiceCollection AddTextClassifier(this IServiceCollection services, Action<TextModelOptions> configure) =>
        TextClassifierOf(services, null).Configured(configure);

    /// <summary>Adds an <see cref="ITextClassifier"/> with the options of a section; a key that it has not is an error.</summary>
    public static IServiceCollection AddTextClassifier(this IServiceCollection services, IConfiguration section) =>
        TextClassifierOf(services, null).Bound(section);

    /// <summary>Adds an <see cref="ITextClassifier"/> under a name.</summary>
    public static IServiceCollection AddKeyedTextClassifier(
        this IServiceCollection services,
        string name,
        Action<TextModelOptions> configure) =>
        TextClassifierOf(services, name).Configured(configure);

    /// <summary>
    /// Adds an <see cref="ITextClassifier"/> under a name, with the options of a section; a key that it has not is an error.
    /// </summary>
    public static IServiceCollection AddKeyedTextClassifier(this IServiceCollection services, string name, IConfiguration section) =>
        TextClassifierOf(services, name).Bound(section);

    /// <summary>Adds an <see cref="ITextRegressor"/>.</summary>
    public static IServiceCollection AddTextRegressor(this IServiceCollection services, Action<TextModelOptions> configure) =>
        TextRegressorOf(services, null).Configured(configure);

    /// <summary>Adds an <see cref="ITextRegressor"/> with the options of a section; a key that it has not is an error.</summary>
    public static IServiceCollection AddTextRegressor(this IServiceCollection services, IConfiguration section) =>
        TextRegressorOf(services, null).Bound(section);

    /// <summary>Adds an <see cref="ITextRegressor"/> under a name.</summary>
    public static IServiceCollection AddKeyedTextRegressor(
        this IServiceCollection services,
        string name,
        Action<TextModelOptions> configure) =>
        TextRegressorOf(services, name).Configured(configure);

    /// <summary>
    /// Adds an <see cref="ITextRegressor"/> under a name, with the options of a section; a key that it has not is an error.
    /// </summary>
    public static IServiceCollection AddKeyedTextRegressor(this IServiceCollection services, string name, IConfiguration section) =>
        TextRegressorOf(services, name).Bound(section);

    /// <summary>Adds an <see cref="ITokenTagger"/>.</summary>
    public static IServiceCollection AddTokenTagger(this IServiceCollection services, Action<TextModelOptions> configure) =>
        TokenTaggerOf(services, null).Configured(configure);

    /// <summary>Adds an <see cref="ITokenTagger"/> with the options of a section; a key that it has not is an error.</summary>
    public static IServiceCollection AddTokenTagger(this IServiceCollection services, IConfiguration section) =>
        TokenTaggerOf(services, null).Bound(section);

    /// <summary>Adds an <see cref="ITokenTagger"/> under a name.</summary>
    public static IServiceCollection AddKeyedTokenTagger(
        this IServiceCollection services,
        string name,
        Action<TextModelOptions> configure) =>
        TokenTaggerOf(services, name).Configured(configure);

    /// <summary>
    /// Adds an <see cref="ITokenTagger"/> under a name, with the options of a section; a key that it has not is an error.
    /// </summary>
    public static IServiceCollection AddKeyedTokenTagger(this IServiceCollection services, string name, IConfiguration section) =>
        TokenTaggerOf(services, name).Bound(section);

    /// <summary>Adds an <see cref="IQuestionAnswerer"/>.</summary>
    public static IServiceCollection AddQuestionAnswerer(this IServiceCollection services, Action<TextModelOptions> configure) =>
        QuestionAnswererOf(services, null).Configured(configure);

    /// <summary>Adds an <see cref="IQuestionAnswerer"/> with the options of a section; a key that it has not is an error.</summary>
    public static IServiceCollection AddQuestionAnswerer(this IServiceCollection services, IConfiguration section) =>
        QuestionAnswererOf(services, null).Bound(section);

    /// <summary>Adds an <see cref="IQuestionAnswerer"/> under a name.</summary>
    public static IServiceCollection AddKeyedQuestionAnswerer(
        this IServiceCollection services,
        string name,
        Action<TextModelOptions> configure) =>
        QuestionAnswererOf(services, name).Configured(configure);

    /// <summary>
    /// Adds an <see cref="IQuestionAnswerer"/> under a name, with the options of a section; a key that it has not is an error.
    /// </summary>
    public static IServiceCollection AddKeyedQuestionAnswerer(this IServiceCollection services, string name, IConfiguration section) =>
        QuestionAnswererOf(services, name).Bound(section);

    /// <summary>Adds an <see cref="IMultipleChoiceAnswerer"/>.</summary>
    public static IServiceCollection AddMultipleChoiceAnswerer(this IServiceCollection services, Action<TextModelOptions> configure) =>
        MultipleChoiceAnswererOf(services, null).Configured(configure);

    /// <summary>Adds an <see cref="IMultipleChoiceAnswerer"/> with the options of a section; a key that it has not is an error.</summary>
    public static IServiceCollection AddMultipleChoiceAnswerer(this IServiceCollection services, IConfiguration section) =>
        MultipleChoiceAnswererOf(services, null).Bound(section);

    /// <summary>Adds an <see cref="IMultipleChoiceAnswerer"/> under a name.</summary>
    public static IServiceCollection AddKeyedMultipleChoiceAnswerer(
        this IServiceCollection services,
        string name,
        Action<TextModelOptions> configure) =>
        MultipleChoiceAnswererOf(services, name).Configured(configure);

    /// <summary>
    /// Adds an <see cref="IMultipleChoiceAnswerer"/> under a name, with the options of a section; a key that it has not is an error.
    /// </summary>
    public static IServiceCollection AddKeyedMultipleChoiceAnswerer(
        this IServiceCollection services,
        string name,
        IConfiguration section) =>
        MultipleChoiceAnswererOf(services, name).Bound(section);

    private static ModelRegistration<ITextClassifier> TextClassifierOf(IServiceCollection services, string? name) =>
        new(services, name, ModelKind.Classifier, (options, provider) => new TextClassifier(options, provider));

    private static ModelRegistration<ITextRegressor> TextRegressorOf(IServiceCollection services, string? name) =>
        new(services, name, ModelKind.Regressor, (options, provider) => new TextRegressor(options, provider));

    private static ModelRegistration<ITokenTagger> TokenTaggerOf(IServiceCollection services, string? name) =>
        new(services, name, ModelKind.Tagger, (options, provider) => new TokenTagger(options, provider));

    private static ModelRegistration<IQuestionAnswerer> QuestionAnswererOf(IServiceCollection services, string? name) =>
        new(services, name, ModelKind.Answerer, (options, provider) => new QuestionAnswerer(options, provider));

    private static ModelRegistration<IMultipleChoiceAnswerer> MultipleChoiceAnswererOf(IServiceCollection services, string? name) =>
        new(services, name, ModelKind.Chooser, (options, provider) => new MultipleChoiceAnswerer(options, provider));
}
