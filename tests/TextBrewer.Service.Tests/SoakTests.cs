using TextBrewer.Inference.Tests;
using TextBrewer.ServiceBench;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>The short form of <c>dev.cs soak service</c>.</summary>
public sealed class SoakTests
{
    private const int Requests = 5000;

    [Fact]
    public async Task Each_request_of_64_callers_gets_its_own_answer_and_no_handle_stays_open()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        await using RunningService service = await RunningService.Start(RunningService.Command(folder["onnx"]));
        SoakResult result = await new Soak(service, Requests, callers: 64).Run(_ => { });
        Assert.Empty(result.Lost);
        Assert.Equal((Requests * 99 / 100, Requests / 100), (result.Answered, result.Left));
        Assert.Equal(50, result.Samples.Count);
        Assert.InRange(result.Samples[^1].Handles, 1, result.Samples[25].Handles + 20); // a connection whose caller left is made anew
    }
}
