using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TextBrewer.Adaptors;
using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Text.Answers;

namespace TextBrewer.Service.Tests;

public sealed class ServiceTests(ServiceFactory factory) : IClassFixture<ServiceFactory>
{
    [Fact]
    public async Task Text_gets_its_labels()
    {
        JsonElement result = Assert.Single(await Results(new { text = "a good film" }));
        Classification expected = factory.Services.GetRequiredService<ITextClassifier>().Classify("a good film");
        Assert.Equal(expected.Label, result.GetProperty("label").GetString());
        Assert.Equal(expected.Score, result.GetProperty("score").GetSingle(), 1e-6f);
        Assert.Equal(expected.Labels, result.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(expected.Scores.Keys, result.GetProperty("scores").EnumerateObject().Select(score => score.Name));
        Assert.False(result.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task Texts_are_answered_in_their_order_and_pairs_are_pairs()
    {
        ITextClassifier classifier = factory.Services.GetRequiredService<ITextClassifier>();
        string[] texts = ["a gem", "", string.Concat(Enumerable.Repeat("bad film ", 50)), "好电影"];
        JsonElement[] results = await Results(new { texts });
        Assert.Equal([false, false, true, false], results.Select(result => result.GetProperty("truncated").GetBoolean()));
        Assert.Equal(
            texts.Select(text => classifier.Classify(text).Score),
            results.Select(result => result.GetProperty("score").GetSingle()));
        Assert.Equal(
            classifier.Classify("good", "bad").Score,
            Assert.Single(await Results(new { text = "good", pair = "bad" })).GetProperty("score").GetSingle(),
            1e-6f);
    }

    [Theory]
    [InlineData("{}", "Give one text")]
    [InlineData("""{"text": null}""", "Give one text")]
    [InlineData("""{"text": "a", "texts": ["b"]}""", "Give one text")]
    [InlineData("""{"texts": []}""", "Give one text")]
    [InlineData("""{"texts": ["a", null]}""", "Give one text")]
    [InlineData("""{"pair": "a"}""", "Give one text")]
    [InlineData("""{"text": 1}""", "$.text")]
    [InlineData("""{"txt": "a"}""", "txt")]
    [InlineData("""{"text": "a""", "JSON")]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    public async Task Request_that_means_nothing_is_told_why(string json, string expected)
    {
        using HttpClient client = factory.CreateClient();
        using StringContent content = new(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync("/classify", content);
        Assert.Contains(expected, await Problem(response, HttpStatusCode.BadRequest), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Request_of_too_many_texts_or_of_no_json_is_told_why()
    {
        using HttpClient client = factory.CreateClient();
        using HttpResponseMessage many = await client.PostAsJsonAsync("/classify", new { texts = Enumerable.Repeat("a", 257) });
        Assert.Contains("256", await Problem(many, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        using HttpResponseMessage plain = await client.PostAsync("/classify", new StringContent("good"));
        Assert.Contains("application/json", await Problem(plain, HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_that_the_model_answers()
    {
        using HttpClient client = factory.CreateClient();
        using HttpResponseMessage response = await client.GetAsync("/health");
        Assert.Equal((HttpStatusCode.OK, "Healthy"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Document_describes_the_request_and_its_answers()
    {
        using HttpClient client = factory.CreateClient();
        JsonElement document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        JsonElement post = document.GetProperty("paths").GetProperty("/classify").GetProperty("post");
        Assert.Equal(
            ["200", "400", "413", "415", "503"],
            post.GetProperty("responses").EnumerateObject().Select(response => response.Name).Order());
        Assert.Equal(["pair", "text", "texts"], document.GetProperty("components").GetProperty("schemas").GetProperty("ClassifyRequest")
            .GetProperty("properties")
            .EnumerateObject()
            .Select(property => property.Name)
            .Order());
    }

    [Fact]
    public async Task Full_queue_is_503_with_a_time_and_the_others_are_answered()
    {
        FakeTimeProvider clock = new();
        await using ServiceFactory busy = new(clock, ("Model:Queue:Capacity", "1"), ("Model:Queue:MaxWait", "01:00:00"));
        using HttpClient client = busy.CreateClient();
        Task<HttpResponseMessage>[] asked = [.. Enumerable.Range(0, 5)
            .Select(_ => client.PostAsJsonAsync("/classify", new { text = "a good film" }))];
        List<Task<HttpResponseMessage>> open = [.. asked];
        for (int refused = 0; refused < 4; refused++)
        {
            Task<HttpResponseMessage> done = await Task.WhenAny(open).WaitAsync(TimeSpan.FromMinutes(1));
            open.Remove(done);
            using HttpResponseMessage full = await done;
            Assert.Contains("later", await Problem(full, HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
            Assert.Equal("1", full.Headers.RetryAfter!.ToString());
        }
        while (!open[0].IsCompleted)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await Task.Delay(10);
        }
        using HttpResponseMessage answered = await open[0];
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task Each_of_64_callers_gets_its_own_answers()
    {
        using HttpClient client = factory.CreateClient();
        ITextClassifier classifier = factory.Services.GetRequiredService<ITextClassifier>();
        string[] texts = [.. Enumerable.Range(0, 9).Select(times => string.Concat(Enumerable.Repeat("good bad ", times)))];
        float[] expected = [.. texts.Select(text => classifier.Classify(text).Score)];
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
            {
                int which = (caller + i) % texts.Length;
                using HttpResponseMessage response = await client.PostAsJsonAsync("/classify", new { text = texts[which] });
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
                Assert.Equal(expected[which], answer.GetProperty("results")[0].GetProperty("score").GetSingle());
            }
        })));
    }

    [Fact]
    public async Task Service_that_stops_answers_what_it_has_taken()
    {
        FakeTimeProvider clock = new();
        ServiceFactory stopping = new(clock, ("Model:Queue:MaxWait", "01:00:00"));
        ITextClassifier classifier = stopping.Services.GetRequiredService<ITextClassifier>();
        Task<Classification>[] asked = [.. Enumerable.Range(0, 10).Select(_ => classifier.ClassifyAsync("a good film"))];
        Classification expected = classifier.Classify("a good film");
        await stopping.DisposeAsync();
        Classification[] answers = await Task.WhenAll(asked).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.All(answers, answer => Assert.Equal((expected.Label, expected.Score), (answer.Label, answer.Score)));
    }

    private async Task<JsonElement[]> Results(object request)
    {
        using HttpClient client = factory.CreateClient();
        using HttpResponseMessage response = await client.PostAsJsonAsync("/classify", request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return [.. answer.GetProperty("results").EnumerateArray()];
    }

    /// <summary>The sentence of problem details.</summary>
    private static async Task<string> Problem(HttpResponseMessage response, HttpStatusCode expected)
    {
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        return problem.GetProperty("detail").GetString()!;
    }
}
