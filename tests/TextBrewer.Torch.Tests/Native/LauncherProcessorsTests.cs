using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Native;

public sealed class LauncherProcessorsTests
{
    [Theory]
    [InlineData("0-7", 8)]
    [InlineData("3", 1)]
    [InlineData("0-3,8,10-11", 7)]
    [InlineData("", null)]
    public void Processors_of_the_parent_are_counted(string list, int? expected)
    {
        Assert.Equal(expected, LauncherProcessors.Of(Read));

        string[] Read(string path) => path switch
        {
            "/proc/self/status" => ["Name:\tdotnet", "PPid:\t42", "Cpus_allowed_list:\t5"],
            "/proc/42/status" => ["Name:\tmpirun", $"Cpus_allowed_list:\t{list}"],
            _ => throw new FileNotFoundException(path),
        };
    }

    [Fact]
    public void Parent_that_cannot_be_seen_is_no_answer() =>
        Assert.Null(LauncherProcessors.Of(_ => throw new UnauthorizedAccessException()));
}
