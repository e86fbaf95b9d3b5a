using TextBrewer.Testing;

namespace TextBrewer.Torture.Tests;

/// <summary>The short form of the torture; the whole one is <c>dotnet run eng/dev.cs -- torture</c>.</summary>
public sealed class KillTests
{
    [Fact]
    public void Run_that_is_killed_at_any_moment_and_resumed_ends_with_the_bytes_of_one_that_nobody_disturbed()
    {
        using TemporaryFolder folder = new();
        List<string> said = [];
        IReadOnlyList<string> problems = new KillTest(folder.Path, seed: 1, said.Add).Run(kills: 10);
        Assert.True(problems.Count == 0, string.Join('\n', said));
    }

    [Fact]
    public void Changed_byte_of_a_run_is_seen()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["student"]);
        File.WriteAllText(folder["metrics.jsonl"], """{"step":0,"scalar/total_loss":0.5,"examples_per_second":3}""");
        File.WriteAllText(folder["student", "model.safetensors"], "weights");
        SortedDictionary<string, string> before = RunBytes.Of(folder.Path);
        File.WriteAllText(folder["metrics.jsonl"], """{"step":0,"scalar/total_loss":0.5,"examples_per_second":4}""");
        Assert.Empty(RunBytes.Differences(before, RunBytes.Of(folder.Path)));
        File.WriteAllText(folder["metrics.jsonl"], """{"step":0,"scalar/total_loss":0.6,"examples_per_second":4}""");
        File.WriteAllText(folder["student", "model.safetensors"], "weight5");
        Assert.Equal(
            ["metrics.jsonl", Path.Combine("student", "model.safetensors")],
            RunBytes.Differences(before, RunBytes.Of(folder.Path)));
    }
}
