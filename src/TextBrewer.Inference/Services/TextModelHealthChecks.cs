using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TextBrewer.Inference.Pipelines;

namespace TextBrewer.Inference.Services;

/// <summary>Health checks of models.</summary>
public static class TextModelHealthChecks
{
    /// <summary>
    /// Adds a check that asks a model something small, through its queue: <c>AddHealthChecks().AddTextModel&lt;ITextClassifier&gt;()</c>. A
    /// full queue is degraded, not unhealthy.
    /// </summary>
    /// <typeparam name="TModel">The model's interface.</typeparam>
    /// <param name="builder">The checks.</param>
    /// <param name="name">The model's name; null: it has none.</param>
    /// <param name="failureStatus">What a model that fails means; null: unhealthy.</param>
    /// <param name="tags">The check's tags.</param>
    /// <param name="timeout">How long the answer may take; null: any time.</param>
    public static IHealthChecksBuilder AddTextModel<TModel>(
        this IHealthChecksBuilder builder,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
        where TModel : class, ITextModel =>
        builder.Add(new HealthCheckRegistration(
            name ?? typeof(TModel).Name[1..],
            provider => new TextModelHealth(provider.Model<TModel>(name)),
            failureStatus,
            tags,
            timeout));
}
