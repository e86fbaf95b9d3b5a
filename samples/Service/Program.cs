using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Service;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Services;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddTextClassifier(builder.Configuration.GetSection("Model"));
builder.Services.AddServiceLimits(builder.Configuration.GetSection("Limits"));
builder.Services.AddHealthChecks().AddTextModel<ITextClassifier>();
builder.Services.AddOpenApi();
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
    problem.ProblemDetails.Detail ??= ServiceErrors.Detail(problem.ProblemDetails.Status));
builder.Services.AddExceptionHandler<ServiceErrors>();
// What is wrong with a request is said in the answer, in production too.
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
    options.SerializerOptions.AllowDuplicateProperties = false;
});

WebApplication app = builder.Build();
// A closed terminal ends the service as docker stop and Ctrl-C do: requests under way are answered, new ones are refused.
using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
{
    signal.Cancel = true;
    app.Lifetime.StopApplication();
});
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseRateLimiter();
app.Use(ServiceRules.OnlyUtf8);
app.MapOpenApi();
app.MapHealthChecks("/health");
app.MapPost("/classify", Classify)
    .RequireRateLimiting(nameof(ServiceLimits))
    .WithSummary("The labels of one text, a pair, or several texts.")
    .ProducesProblem(StatusCodes.Status400BadRequest)
    .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
    .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
    .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
app.Run();

static async Task<ClassifyResponse> Classify(
    [FromBody] ClassifyRequest request,
    ITextClassifier classifier,
    IOptions<ServiceLimits> limits,
    CancellationToken cancellationToken) =>
    new(await classifier.ClassifyAsync(request.Inputs(limits.Value.MaxTexts), cancellationToken));
