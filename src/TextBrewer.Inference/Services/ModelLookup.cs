using Microsoft.Extensions.DependencyInjection;

namespace TextBrewer.Inference.Services;

/// <summary>Finds a model with or without a name.</summary>
internal static class ModelLookup
{
    internal static TModel Model<TModel>(this IServiceProvider provider, string? name) where TModel : class =>
        name is null ? provider.GetRequiredService<TModel>() : provider.GetRequiredKeyedService<TModel>(name);
}
