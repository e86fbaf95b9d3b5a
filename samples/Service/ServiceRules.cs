using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Service;

/// <summary>Puts the limits where they are kept: in front of the body, of the JSON and of the endpoint.</summary>
internal static class ServiceRules
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    internal static IServiceCollection AddServiceLimits(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<ServiceLimits>().Bind(section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServiceLimits>>((kestrel, limits) =>
        {
            kestrel.Limits.MaxRequestBodySize = limits.Value.MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = limits.Value.MaxConnections;
            // Who sends a byte now and then holds a request's place.
            double bytesPerSecond = limits.Value.MaxBodyBytes / limits.Value.MaxBodyTime.TotalSeconds;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond, Grace);
        });
        services.AddOptions<JsonOptions>()
            .Configure<IOptions<ServiceLimits>>((json, limits) => json.SerializerOptions.MaxDepth = limits.Value.MaxDepth);
        services.AddRateLimiter(_ => { }).AddOptions<RateLimiterOptions>().Configure<IOptions<ServiceLimits>>((limiter, limits) =>
        {
            // One partition: a service behind a proxy sees one caller.
            ConcurrencyLimiterOptions requests = new() { PermitLimit = limits.Value.MaxRequests };
            limiter.AddPolicy(nameof(ServiceLimits), _ => RateLimitPartition.GetConcurrencyLimiter("", _ => requests));
            limiter.OnRejected = async (context, _) => await ServiceErrors.TooMuch(context.HttpContext);
        });
        return services;
    }

    /// <summary>JSON is UTF-8 (RFC 8259): another character set is refused before the body is read with it.</summary>
    internal static Task OnlyUtf8(HttpContext context, RequestDelegate next)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type) || !type.Charset.HasValue)
            return next(context);
        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new Microsoft.AspNetCore.Http.BadHttpRequestException(
                $"JSON is in UTF-8, not in '{type.Charset}'.",
                StatusCodes.Status415UnsupportedMediaType);
        context.Request.ContentType = type.MediaType.Value; // what reads the body next does not know "utf-8" in quotation marks
        return next(context);
    }
}
