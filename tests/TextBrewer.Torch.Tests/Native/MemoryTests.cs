using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Native;

public sealed class MemoryTests
{
    [Fact]
    public void Library_is_told_to_use_huge_pages_unless_the_user_has_said_something_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Huge pages are asked for on Linux.");
        LibTorch.Load();
        string expected = Environment.GetEnvironmentVariable("THP_MEM_ALLOC_ENABLE") ?? "1";
        Assert.Equal(expected, NativeVariables.Get("THP_MEM_ALLOC_ENABLE"));
    }
}
