using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TextBrewer.Adaptors;
using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Queueing;
using TextBrewer.Inference.Services;
using TextBrewer.Inference.Sessions;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;

namespace TextBrewer.Inference.Tests.Services;

public sealed class ServiceTests
{
    [Fact]
    public async Task Every_kind_of_model_is_loaded_at_the_start_and_answers()
    {
        using TemporaryFolder classes = GoldenFolder.Of("bert-sequence"), values = GoldenFolder.Of("bert-regression"), tags = GoldenFolder
            .Of("bert-token"), questions = GoldenFolder.Of("bert-qa"), choices = GoldenFolder.Of("bert-choice");
        using IHost host = Host(services => services
            .AddTextClassifier(o => o.Folder = classes["onnx"])
            .AddTextRegressor(o => o.Folder = values["onnx"])
            .AddTokenTagger(o => o.Folder = tags["onnx"])
            .AddQuestionAnswerer(o => o.Folder = questions["onnx"])
            .AddMultipleChoiceAnswerer(o => o.Folder = choices["onnx"]));
        await host.StartAsync();
        ITextClassifier classifier = host.Services.GetRequiredService<ITextClassifier>();
        Assert.Equal(classifier.Classify("a good film").Score, (await classifier.ClassifyAsync("a good film")).Score);
        ITextRegressor regressor = host.Services.GetRequiredService<ITextRegressor>();
        Assert.Equal(regressor.Predict("a good film"), await regressor.PredictAsync("a good film"));
        ITokenTagger tagger = host.Services.GetRequiredService<ITokenTagger>();
        Assert.Equal(tagger.Tag("a good film").Entities, (await tagger.TagAsync("a good film")).Entities);
        IQuestionAnswerer answerer = host.Services.GetRequiredService<IQuestionAnswerer>();
        Assert.Equal(answerer.Answer("good", "a good film").Candidates, (await answerer.AnswerAsync("good", "a good film")).Candidates);
        IMultipleChoiceAnswerer chooser = host.Services.GetRequiredService<IMultipleChoiceAnswerer>();
        Assert.Equal(chooser.Choose("good", ["a", "film"]).Scores, (await chooser.ChooseAsync("good", ["a", "film"])).Scores);
        await host.StopAsync();
    }

    [Fact]
    public async Task Models_with_names_stand_beside_each_other()
    {
        using TemporaryFolder one = GoldenFolder.Of("bert-sequence"), two = GoldenFolder.Of("electra-sequence"), tags = GoldenFolder.Of(
            "bert-token");
        using IHost host = Host(services => services
            .AddKeyedTextClassifier("one", o => o.Folder = one["onnx"])
            .AddKeyedTextClassifier(
                "two",
                Section(("Folder", two["onnx"]), ("Precision", "Float32"), ("Queue:Capacity", "7"), ("Queue:MaxWait", "00:00:00.001")))
            .AddKeyedTokenTagger("one", o => o.Folder = tags["onnx"]));
        await host.StartAsync();
        ITextClassifier first = host.Services.GetRequiredKeyedService<ITextClassifier>("one"), second = host.Services
            .GetRequiredKeyedService<ITextClassifier>("two");
        Assert.Equal(("one", Precision.Int8), (first.Info.Name, first.Info.Precision));
        Assert.Equal(("two", Precision.Float32), (second.Info.Name, second.Info.Precision));
        using TextClassifier direct = new(new TextModelOptions { Folder = two["onnx"], Precision = Precision.Float32 });
        Assert.Equal(direct.Classify("a good film").Score, second.Classify("a good film").Score);
        Assert.NotEqual(first.Classify("a good film").Score, second.Classify("a good film").Score);
        Assert.Equal("tagging", host.Services.GetRequiredKeyedService<ITokenTagger>("one").Info.Task);
        Assert.Null(host.Services.GetService<ITextClassifier>());
    }

    [Theory]
    [InlineData("Folder", "", "Folder is not set")]
    [InlineData("Folder", "nowhere", "no model folder")]
    [InlineData("Threads", "0", "Threads is 0")]
    [InlineData("MaxBatchTokens", "-1", "MaxBatchTokens is -1")]
    [InlineData("MaxPadding", "1.5", "MaxPadding is 1.5")]
    [InlineData("MaxPadding", "NaN", "MaxPadding is NaN")]
    [InlineData("Candidates", "0", "Candidates is 0")]
    [InlineData("Precision", "7", "Precision is 7")]
    [InlineData("Queue:Capacity", "0", "Queue.Capacity is 0")]
    [InlineData("Queue:MaxBatch", "0", "Queue.MaxBatch is 0")]
    [InlineData("MaxTextLength", "0", "MaxTextLength is 0")]
    [InlineData("Queue:MaxShare", "0", "Queue.MaxShare is 0")]
    [InlineData("Queue:MaxShare", "1.5", "Queue.MaxShare is 1.5")]
    [InlineData("Queue:MaxShare", "NaN", "Queue.MaxShare is NaN")]
    [InlineData("Queue:MaxWait", "50.00:00:00", "Queue.MaxWait is 50.00:00:00")]
    [InlineData("Queue:MaxWait", "-00:00:01", "Queue.MaxWait is -00:00:01")]
    public async Task Option_that_cannot_work_ends_the_start(string key, string value, string expected)
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        using IHost host = Host(services => services.AddTextClassifier(Section(("Folder", folder["onnx"]), (key, value))));
        OptionsValidationException problem = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("TextClassifier: ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Session_s_options_are_the_user_s_to_change(bool pattern)
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        (bool, int) seen = default;
        using TextClassifier classifier = new(new TextModelOptions
        {
            Folder = folder["onnx"],
            Threads = 2,
            MemoryPattern = pattern, // lengths vary: off unless it is asked for
            ConfigureSession = options => seen = (options.EnableMemoryPattern, options.IntraOpNumThreads)
        });
        Assert.Equal((pattern, 2), seen);
        Assert.False(new TextModelOptions().MemoryPattern);
    }

    [Fact]
    public async Task Switches_of_ONNX_Runtime_reach_it_from_a_configuration()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        await Start("1");
        // A place for the second of two threads; what is none comes back as ONNX Runtime's own error.
        InvalidDataException problem = await Assert.ThrowsAsync<InvalidDataException>(() => Start("nowhere"));
        Assert.Contains("nowhere", problem.Message, StringComparison.Ordinal);

        async Task Start(string affinity)
        {
            using IHost host = Host(services => services.AddTextClassifier(
                Section(("Folder", folder["onnx"]), ("Threads", "2"), ("SessionEntries:session.intra_op_thread_affinities", affinity))));
            await host.StartAsync();
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task Key_that_no_option_has_is_an_error()
    {
        using IHost host = Host(services => services.AddTextClassifier(Section(("Folder", "x"), ("Presicion", "Int8"))));
        Assert.Contains(
            "Presicion",
            (await Assert.ThrowsAnyAsync<InvalidOperationException>(() => host.StartAsync())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_model_ends_the_start_and_not_the_first_request()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        File.WriteAllText(folder["onnx", "onnx", "model_int8.onnx"], "no model");
        using IHost host = Host(services => services.AddTextClassifier(o => o.Folder = folder["onnx"]));
        await Assert.ThrowsAsync<InvalidDataException>(() => host.StartAsync());
    }

    [Fact]
    public async Task Health_is_what_the_model_answers()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        FakeTimeProvider clock = new();
        using IHost host = Host(services => services
            .AddSingleton<TimeProvider>(clock)
            .AddTextClassifier(o => o.Folder = folder["onnx"])
            .AddKeyedTextClassifier("busy", Busy(folder))
            .AddHealthChecks().AddTextModel<ITextClassifier>().AddTextModel<ITextClassifier>("busy", tags: ["ready"]));
        await host.StartAsync();
        HealthCheckService health = host.Services.GetRequiredService<HealthCheckService>();
        Task<Classification> waiting = host.Services.GetRequiredKeyedService<ITextClassifier>("busy").ClassifyAsync("a good film");

        HealthReport report = await health.CheckHealthAsync();
        Assert.Equal(HealthStatus.Healthy, report.Entries["TextClassifier"].Status);
        Assert.Equal(HealthStatus.Degraded, report.Entries["busy"].Status);
        Assert.Equal(["ready"], report.Entries["busy"].Tags);

        await (host.Services.GetRequiredService<ITextClassifier>() as TextClassifier)!.DisposeAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync(r => r.Name == "TextClassifier")).Status);
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        Assert.Contains((await waiting).Label, new[] { "LABEL_0", "LABEL_1", "LABEL_2" });
    }

    [Fact]
    public async Task Full_queue_of_a_model_refuses_at_once_and_its_other_callers_are_answered()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        FakeTimeProvider clock = new();
        await using ServiceProvider services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddTextClassifier(Busy(folder))
            .BuildServiceProvider();
        ITextClassifier classifier = services.GetRequiredService<ITextClassifier>();
        Task<Classification> waiting = classifier.ClassifyAsync("a good film");
        QueueFullException full = await Assert.ThrowsAsync<QueueFullException>(() => classifier.ClassifyAsync("a bad film"));
        Assert.Contains("Queue.Capacity", full.Message, StringComparison.Ordinal);
        Assert.InRange(classifier.Classify("a good film").Score, 1f / 3, 1); // who runs it alone needs no queue
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await Task.Delay(10);
        }
        Assert.Equal(classifier.Classify("a good film").Score, (await waiting).Score);
    }

    /// <summary>A queue of one that waits for others an hour.</summary>
    private static Action<TextModelOptions> Busy(TemporaryFolder folder) => o =>
    {
        o.Folder = folder["onnx"];
        o.Queue = new QueueOptions { Capacity = 1, MaxWait = TimeSpan.FromHours(1) };
    };

    private static IHost Host(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        configure(builder.Services);
        return builder.Build();
    }

    private static IConfiguration Section(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(
            values.GroupBy(v => v.Key).ToDictionary(g => $"Model:{g.Key}", string? (g) => g.Last().Value)).Build().GetSection("Model");
}
