using System.Runtime.InteropServices;
using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Native;

public sealed class NativePlatformTests
{
    [Theory]
    [InlineData("linux-x64", Architecture.X64)]
    [InlineData("ubuntu.24.04-x64", Architecture.X64)]
    [InlineData("osx-arm64", Architecture.Arm64)]
    public void Torch_runs_on_Linux_x64_and_macOS_arm64(string identifier, Architecture architecture) =>
        Assert.Null(NativePlatform.Problem(identifier, architecture));

    [Theory]
    [InlineData("win-x64", Architecture.X64, "Windows")]
    [InlineData("osx-x64", Architecture.X64, "macOS on X64")]
    [InlineData("linux-arm64", Architecture.Arm64, "Linux on Arm64")]
    [InlineData("linux-musl-x64", Architecture.X64, "musl")]
    public void Elsewhere_it_says_what_is_missing_and_where_it_works(string identifier, Architecture architecture, string named)
    {
        string problem = NativePlatform.Problem(identifier, architecture)!;
        Assert.Contains(named, problem, StringComparison.Ordinal);
        Assert.Contains("Linux x64 with glibc or macOS arm64", problem, StringComparison.Ordinal);
    }
}
