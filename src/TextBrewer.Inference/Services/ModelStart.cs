using Microsoft.Extensions.Hosting;

namespace TextBrewer.Inference.Services;

/// <summary>
/// Loads a model when the service starts: what is wrong with it is said then, and the first request does not wait for it.
/// </summary>
internal sealed class ModelStart(Func<object> load) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        load();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
