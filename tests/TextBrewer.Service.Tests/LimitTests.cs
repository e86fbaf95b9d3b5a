using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TextBrewer.Inference.Tests;
using TextBrewer.ServiceBench;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>What is too large, too deep, too slow or too much is refused with its own status, by the service as it runs.</summary>
public sealed class LimitTests(LimitTests.Running running) : IClassFixture<LimitTests.Running>
{
    private const string Json = "application/json";

    [Fact]
    public async Task Body_beyond_the_limit_is_413_whether_it_says_its_length_or_not()
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"text": "{{new string('a', 20_000)}}"}""");
        using ByteArrayContent known = new(body);
        using StreamContent unknown = new(new MemoryStream(body));
        unknown.Headers.ContentLength = null;
        foreach (HttpContent content in new HttpContent[] { known, unknown })
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/classify") { Content = content };
            content.Headers.ContentType = new MediaTypeHeaderValue(Json);
            request.Headers.TransferEncodingChunked = content == unknown;
            using HttpResponseMessage response = await running.Service.Client.SendAsync(request);
            Assert.Contains("larger", await Problem(response, HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Text_beyond_the_limit_is_400_and_one_within_it_is_cut()
    {
        Assert.Contains("501 characters, and 500", await Refused($$"""{"text": "{{new string('a', 501)}}"}"""), StringComparison.Ordinal);
        Assert.Contains("501", await Refused($$"""{"text": "", "pair": "{{new string('a', 501)}}"}"""), StringComparison.Ordinal);
        Assert.Contains("501", await Refused($$"""{"texts": ["good", "{{new string('a', 501)}}"]}"""), StringComparison.Ordinal);
        using HttpResponseMessage cut = await Post($$"""{"text": "{{string.Concat(Enumerable.Repeat("good ", 100))}}"}""");
        Assert.Contains("\"truncated\":true", await cut.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"texts": ["a", "b", "c", "d"]}""", "4 texts; 3 are")]
    [InlineData("""{"text": "a", "text": "b"}""", "no JSON of the form")]
    [InlineData("""{"other": "a"}""", "takes, at $.other: /openapi")]
    [InlineData("""{"text": "\ud800"}""", "$.text")]
    [InlineData("""{"texts": ["a\udc00b"]}""", "$.texts[0]")]
    [InlineData("""{"texts": [null]}""", "Give one text")]
    [InlineData("[]", "JSON")]
    [InlineData("""{"text": "a"}}""", "JSON")]
    public async Task Body_that_no_model_should_see_is_400(string json, string expected) =>
        Assert.Contains(expected, await Refused(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "")]
    [InlineData("""{"texts":""", "}")]
    [InlineData("""{"text":""", "}")]
    [InlineData("""{"other":""", "}")]
    public async Task Body_that_is_nested_without_an_end_is_400(string before, string after)
    {
        await Refused($"{before}{new string('[', 4000)}{new string(']', 4000)}{after}");
        await Refused($"{before}{string.Concat(Enumerable.Repeat("{\"a\":", 1500))}");
    }

    [Theory]
    [InlineData("application/json; charset=xyz")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; ;;=")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("")]
    public async Task Content_that_is_not_JSON_in_UTF8_is_415(string type)
    {
        using HttpResponseMessage response = await Post("""{"text": "a"}""", type);
        await Problem(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/vnd.texts+json")]
    public async Task JSON_in_UTF8_is_read(string type)
    {
        using HttpResponseMessage response = await Post("""{"text": "好电影"}""", type);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    public async Task Caller_who_wants_another_form_is_told_what_is_wrong_all_the_same(string accept)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/classify");
        request.Headers.Accept.ParseAdd(accept);
        request.Content = new StringContent("""{"texts": []}""", Encoding.UTF8, Json);
        using HttpResponseMessage response = await running.Service.Client.SendAsync(request);
        Assert.Contains("Give one text", await Problem(response, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.DoesNotContain("Give one text", running.Service.Said, StringComparison.Ordinal); // a caller's mistake is no line in the log
    }

    [Fact]
    public async Task Request_beyond_those_under_way_is_503_and_health_is_answered()
    {
        using RawRequest first = await RawRequest.Begin(running.Service), second = await RawRequest.Begin(running.Service);
        using HttpResponseMessage refused = await Post("""{"text": "a"}""");
        Assert.Contains("later", await Problem(refused, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Equal("1", refused.Headers.RetryAfter!.ToString());
        Assert.Equal("Healthy", await running.Service.Client.GetStringAsync("/health"));
        Assert.StartsWith("HTTP/1.1 200", await first.End(), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await second.End(), StringComparison.Ordinal);
        using HttpResponseMessage taken = await Post("""{"text": "a"}""");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Theory]
    [InlineData("--Limits:MaxTexts", "0", "MaxTexts")]
    [InlineData("--Limits:MaxDepth", "4", "MaxDepth")]
    [InlineData("--Limits:MaxBodyTime", "00:00:00", "MaxBodyTime")]
    [InlineData("--Limits:MaxTxts", "1", "MaxTxts")]
    [InlineData("--Model:MaxTextLength", "0", "MaxTextLength")]
    public async Task Limit_that_cannot_work_ends_the_start(string key, string value, string expected)
    {
        InvalidOperationException ended = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunningService.Start(RunningService.Command(running.Model, key, value)));
        Assert.Contains(expected, ended.Message, StringComparison.Ordinal);
    }

    private async Task<string> Refused(string json)
    {
        using HttpResponseMessage response = await Post(json);
        return await Problem(response, HttpStatusCode.BadRequest);
    }

    private async Task<HttpResponseMessage> Post(string json, string type = Json)
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(json));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await running.Service.Client.PostAsync("/classify", content);
    }

    /// <summary>The sentence of problem details.</summary>
    private static async Task<string> Problem(HttpResponseMessage response, HttpStatusCode expected)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        return JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString()!;
    }

    /// <summary>The service with small limits.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = GoldenFolder.Of("bert-sequence");

        internal string Model => _folder["onnx"];

        internal RunningService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Service = await RunningService.Start(RunningService.Command(
            Model,
            "--Limits:MaxBodyBytes", "10000", "--Limits:MaxTexts", "3", "--Limits:MaxRequests", "2",
            "--Model:MaxTextLength", "500"));

        public async ValueTask DisposeAsync()
        {
            await Service.DisposeAsync();
            _folder.Dispose();
        }
    }
}
