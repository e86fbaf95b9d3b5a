using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Queueing;

namespace Service;

/// <summary>
/// What went wrong, as problem details: the caller's mistakes with their sentence, a full queue with the time after which to come again.
/// </summary>
internal sealed class ServiceErrors : IExceptionHandler
{
    private const string RetryAfterSeconds = "1";

    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case QueueFullException:
                return TooMuch(context);
            case TextTooLongException:
                return Answer(context, StatusCodes.Status400BadRequest, exception.Message);
            case BadHttpRequestException bad:
                return Answer(context, bad.StatusCode, bad.InnerException is JsonException json ? Body(json) : bad.Message);
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return ValueTask.FromResult(true);
            default:
                return ValueTask.FromResult(false);
        }
    }

    /// <summary>A sentence about what was refused before anything of ours saw it.</summary>
    internal static string? Detail(int? status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than the service takes. Send fewer or shorter texts.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON, with Content-Type: application/json.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly.",
        _ => null,
    };

    /// <summary>What is wrong with a body, in the caller's words: the types of the code are none of them.</summary>
    private static string Body(JsonException problem) =>
        $"The body is no JSON of the form that the service takes{(problem.Path is { Length: > 1 } path ? $", at {path}" : "")}: "
            + "/openapi/v1.json has it.";

    internal static ValueTask<bool> TooMuch(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Answer(context, StatusCodes.Status503ServiceUnavailable, "The service has too much to do. Try again later.");
    }

    /// <summary>Problem details, whatever form of answer the caller would rather have.</summary>
    private static async ValueTask<bool> Answer(HttpContext context, int status, string detail)
    {
        await TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
        return true;
    }
}
