using System.Diagnostics;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Torture.Tests;

/// <summary>A disk that fills up while a run goes: a file system of its own, in memory.</summary>
public sealed class FullDiskTests
{
    private const string Size = "24m";

    [Fact]
    public void Run_on_a_disk_that_fills_up_ends_cleanly_and_goes_on_to_the_same_bytes_when_there_is_room_again()
    {
        using TemporaryFolder folder = new();
        Scenario scenario = new("steps", recipe =>
        {
            recipe["training"]!["num_steps"] = 600;
            recipe["training"]!["ckpt_steps"] = 50;
            recipe["training"]!.AsObject().Remove("num_epochs");
        });
        ScenarioFolder.Make(folder["whole"], scenario);
        using (Child child = Child.Start(folder["whole"], "distill", "recipe.json"))
            Assert.Equal(0, child.Wait(TimeSpan.FromMinutes(5)));
        string small = folder["small"];
        Directory.CreateDirectory(small);
        Assert.SkipUnless(Call("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", small), "Only root may mount a small disk.");
        try
        {
            ScenarioFolder.Make(small, scenario);
            string run = Path.Combine(small, ScenarioFolder.Run);
            using (Child child = Child.Start(small, "distill", "recipe.json"))
            {
                while (Checkpoint.All(run).Count < 2 && child.Wait(TimeSpan.FromMilliseconds(20)) is null)
                {
                }
                Fill(Path.Combine(small, "filler"));
                Assert.Equal(2, child.Wait(TimeSpan.FromMinutes(5)));
                Assert.Contains("No space left on device", child.Said, StringComparison.Ordinal);
            }
            Assert.NotNull(Checkpoint.Newest(run, Assert.Fail));
            Assert.Empty(Directory.GetFileSystemEntries(run, "*.writing", SearchOption.AllDirectories));
            File.Delete(Path.Combine(small, "filler"));
            using (Child child = Child.Start(small, "resume", ScenarioFolder.Run))
                Assert.True(child.Wait(TimeSpan.FromMinutes(5)) == 0, child.Said);
            Assert.Empty(RunBytes.Differences(RunBytes.Of(folder["whole", ScenarioFolder.Run]), RunBytes.Of(run)));
        }
        finally
        {
            Call("umount", small);
        }
    }

    private static void Fill(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Create);
            while (true) file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // it is full now
        }
    }

    private static bool Call(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
