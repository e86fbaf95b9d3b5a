using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Native;

public sealed class NativeFoldersTests
{
    [Fact]
    public void Packages_of_the_cache_are_looked_into_after_the_program_itself()
    {
        string[] folders = [.. NativeFolders.Of("/app/", "/cache/torchsharp/native/:/cache/libtorch/native/:/app/:")];
        Assert.Equal(["/app", "/app/runtimes/linux-x64/native", "/cache/torchsharp/native", "/cache/libtorch/native"], folders);
    }

    [Fact]
    public void Program_without_a_host_has_its_own_folders() =>
        Assert.Equal(["/app", "/app/runtimes/linux-x64/native"], NativeFolders.Of("/app", null));

    [Fact]
    public void Bridge_and_torch_of_this_program_are_found_and_what_is_nowhere_is_not()
    {
        Assert.True(File.Exists(NativeFolders.Find("libLibTorchSharp.so")));
        Assert.True(File.Exists(NativeFolders.Find("libtorch_cpu.so")));
        Assert.Null(NativeFolders.Find("libtorch_of_nobody.so"));
    }
}
