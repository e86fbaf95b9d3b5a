using Microsoft.AspNetCore.Diagnostics;
using TextBrewer.Inference.Queueing;

namespace Service;

/// <summary>
/// What went wrong, as problem details: the caller's mistakes with their sentence, a full queue with the time after which to come again.
/// </summary>
internal sealed class ServiceErrors(IProblemDetailsService problems) : IExceptionHandler
{
    private const string RetryAfterSeconds = "1";

    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case QueueFullException:
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return Answer(StatusCodes.Status503ServiceUnavailable, "The service has too much to do. Try again later.");
            case BadHttpRequestException bad:
                return Answer(bad.StatusCode, bad.InnerException is { } inner ? $"{bad.Message} {inner.Message}" : bad.Message);
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return ValueTask.FromResult(true);
            default:
                return ValueTask.FromResult(false);
        }

        ValueTask<bool> Answer(int status, string detail)
        {
            context.Response.StatusCode = status;
            return problems.TryWriteAsync(
                new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = status, Detail = detail } });
        }
    }
}
