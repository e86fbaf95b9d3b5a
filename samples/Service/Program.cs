using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using Service;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Services;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddTextClassifier(builder.Configuration.GetSection("Model"));
builder.Services.AddHealthChecks().AddTextModel<ITextClassifier>();
builder.Services.AddOpenApi();
builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
{
    // Refused before anything of ours sees it.
    if (problem.ProblemDetails.Status == StatusCodes.Status415UnsupportedMediaType)
        problem.ProblemDetails.Detail ??= "Send JSON, with Content-Type: application/json.";
});
builder.Services.AddExceptionHandler<ServiceErrors>();
// What is wrong with a request is said in the answer, in production too.
builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
builder.Services
    .ConfigureHttpJsonOptions(options => options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow);

WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapOpenApi();
app.MapHealthChecks("/health");
app.MapPost("/classify", async (ClassifyRequest request, ITextClassifier classifier, CancellationToken cancellationToken) =>
        new ClassifyResponse(await classifier.ClassifyAsync(request.Inputs(), cancellationToken)))
    .WithSummary("The labels of one text, a pair, or several texts.")
    .ProducesProblem(StatusCodes.Status400BadRequest)
    .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
app.Run();
