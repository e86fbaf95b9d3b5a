using Microsoft.Extensions.Diagnostics.HealthChecks;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Queueing;

namespace TextBrewer.Inference.Services;

/// <summary>
/// Asks a model something small. One that is busy is not sick: a full queue is <see cref="HealthStatus.Degraded"/>, so that nobody ends the
/// service for its success.
/// </summary>
internal sealed class TextModelHealth(ITextModel model) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await model.ProbeAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy($"The {model.Info.Task} model '{model.Info.Name}' answers.");
        }
        catch (QueueFullException problem)
        {
            return HealthCheckResult.Degraded(problem.Message, problem);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, problem.Message, problem);
        }
    }
}
