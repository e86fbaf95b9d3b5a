using System.Diagnostics;
using TextBrewer.Testing;
using TextBrewer.Torch.Native;
using TorchSharp;

namespace TextBrewer.Torch.Tests.Native;

/// <summary>What the native side sees: a process of its own for each, because it looks only when it is loaded.</summary>
public sealed class LibraryThreadsTests
{
    // Names the file in which a process of a test writes what it has seen.
    private const string Seen = "TEXTBREWER_TEST_SEEN";

    [Theory]
    [InlineData("1", null, "1 thread, OMP_NUM_THREADS=1, OMP_WAIT_POLICY=")]
    [InlineData(null, "1", "1 thread, OMP_NUM_THREADS=1, OMP_WAIT_POLICY=")]
    [InlineData("1", "2", "1 thread, OMP_NUM_THREADS=1, OMP_WAIT_POLICY=")]
    public void Variable_is_what_the_library_computes_with(string? own, string? openMp, string expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the native environment is looked at on Linux");
        Assert.Contains(expected, Start(own, openMp), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_number_ends_the_start_with_a_sentence() =>
        Assert.Contains("TEXTBREWER_THREADS is '0': give the number of threads", Start("0", null), StringComparison.Ordinal);

    [Fact]
    public void Library_computes_with_one_thread_at_least()
    {
        LibTorch.Load();
        Assert.True(torch.get_num_threads() >= 1);
        if (Environment.GetEnvironmentVariable(Seen) is { Length: > 0 } path) File.WriteAllText(
            path,
            $"{torch.get_num_threads()} thread, OMP_NUM_THREADS={NativeVariables.Get(ThreadChoice.OpenMpCount)}, "
                + $"OMP_WAIT_POLICY={NativeVariables.Get(ThreadChoice.OpenMpPolicy)}");
    }

    [Fact]
    public void Team_that_crowds_the_library_changes_no_result()
    {
        using torch.Tensor left = torch.rand(300, 300), before = left.matmul(left);
        OpenMp? openMp = OpenMp.Find(Path.Combine(AppContext.BaseDirectory)) ??
            OpenMp.Find(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"));
        Assert.SkipWhen(openMp is null, "it is another library, or it computes with one thread");
        using ManualResetEventSlim ready = new(), enough = new();
        Thread crowd = new(() =>
        {
            openMp.Crowd();
            ready.Set();
            enough.Wait();
        });
        crowd.Start();
        ready.Wait(TestContext.Current.CancellationToken);
        using torch.Tensor after = left.matmul(left);
        enough.Set();
        crowd.Join();
        Assert.True(before.equal(after).all().item<bool>());
    }

    private static string Start(string? own, string? openMp)
    {
        string program = Path.ChangeExtension(typeof(LibraryThreadsTests).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);
        ProcessStartInfo start = new(program, ["-method", $"*{nameof(Library_computes_with_one_thread_at_least)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in new[] { ThreadChoice.OpenMpCount, ThreadChoice.OpenMpPolicy, ThreadChoice.OpenMpSpins })
            start.Environment.Remove(name);
        using TemporaryFolder folder = new();
        string seen = start.Environment[Seen] = Path.Combine(folder.Path, "seen");
        start.Environment[ThreadChoice.Variable] = own;
        start.Environment[ThreadChoice.OpenMpCount] = openMp;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return File.Exists(seen) ? File.ReadAllText(seen) : output + error.Result;
    }
}
