using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TextBrewer.Inference.Pipelines;

namespace TextBrewer.Inference.Services;

/// <summary>Registers a model: its options with their rules, the model itself, and its loading at the start of the service.</summary>
/// <param name="services">The collection.</param>
/// <param name="name">The model's name; null: it is the only one of its kind.</param>
/// <param name="kind">What reads it.</param>
/// <param name="load">Loads it.</param>
internal sealed class ModelRegistration<TModel>(
    IServiceCollection services,
    string? name,
    ModelKind kind,
    Func<TextModelOptions, IServiceProvider, TModel> load) where TModel : class, ITextModel
{
    // Two kinds of models may have the same name, or none.
    private readonly string _options = name is null ? kind.Class : $"{kind.Class}:{name}";

    internal IServiceCollection Configured(Action<TextModelOptions> configure) => Registered(options => options.Configure(configure));

    internal IServiceCollection Bound(IConfiguration section) =>
        Registered(options => options.Bind(section, binder => binder.ErrorOnUnknownConfiguration = true));

    private IServiceCollection Registered(Action<OptionsBuilder<TextModelOptions>> configure)
    {
        OptionsBuilder<TextModelOptions> options = services.AddOptions<TextModelOptions>(_options);
        configure(options);
        options.PostConfigure(o => o.Name ??= name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TextModelOptions>>(new TextModelRules(_options, kind));
        if (name is null) services.AddSingleton(Load);
        else services.AddKeyedSingleton(name, (provider, _) => Load(provider));
        return services.AddSingleton<IHostedService>(provider => new ModelStart(() => provider.Model<TModel>(name)));
    }

    private TModel Load(IServiceProvider provider) =>
        load(provider.GetRequiredService<IOptionsMonitor<TextModelOptions>>().Get(_options), provider);
}
