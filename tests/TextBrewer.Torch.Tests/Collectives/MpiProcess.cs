using System.Globalization;
using TextBrewer.Testing;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Collectives;

/// <summary>A process of a run: not a test of its own, but what a launcher starts several of.</summary>
public sealed class MpiProcess
{
    /// <summary>The variables that say what it does, and how much is sent at once.</summary>
    internal const string Task = "TEXTBREWER_TEST_TASK", Segment = "TEXTBREWER_TEST_SEGMENT";

    internal const string Promises = "promises", Steps = "steps", Hang = "hang", Work = "work", Leave = "leave", Fail = "fail";

    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    /// <summary>Has a launcher start several.</summary>
    internal static MpiRun Start(string launcher, int size, string task, params (string Name, string? Value)[] variables) => new(
        launcher,
        size,
        typeof(MpiProcess).Assembly,
        $"*.{nameof(MpiProcess)}.{nameof(Process_of_a_run)}",
        [(Task, task), .. variables]);

    [Fact(Explicit = true)]
    public void Process_of_a_run()
    {
        string folder = Environment.GetEnvironmentVariable(MpiRun.Folder)!;
        CollectiveOptions options = new()
        {
            Timeout = Timeout,
            Report = sentence => File.AppendAllText(Path.Combine(folder, "reports"), sentence.Length == 0 ? "" : sentence + "\n"),
            SegmentBytes = int.Parse(Environment.GetEnvironmentVariable(Segment) ?? "1000000", CultureInfo.InvariantCulture),
        };
        // What is compiled now need not be when every moment counts.
        options.Report("");
        int rank = Launch.Detect()?.Rank ?? 0;
        try
        {
            using ICollective collective = Collective.Start(options);
            Write("pid", $"{Environment.ProcessId}");
            Do(Environment.GetEnvironmentVariable(Task)!, collective);
            Write("done", $"{collective.Rank} of {collective.Size}");
        }
        catch (Exception error)
        {
            Write("error", error.ToString());
        }

        void Write(string name, string text)
        {
            string path = Path.Combine(folder, $"{name}{rank}");
            File.WriteAllText(path + ".part", text);
            File.Move(path + ".part", path);
        }
    }

    private static void Do(string task, ICollective collective)
    {
        // The last process is the one that does wrong.
        bool isOdd = collective.Rank == collective.Size - 1;
        switch (task)
        {
            case Promises:
                LibTorch.Load();
                foreach (string name in CollectiveScenarios.Names) CollectiveScenarios.Run(name, collective);
                break;
            case Work:
                collective.Watch.Step = 12;
                collective.Barrier();
                if (!isOdd) break;
                using (collective.Watch.LongWork("evaluating")) Thread.Sleep(Timeout * 1.5);
                break;
            case Leave when isOdd: return;
            case Fail when isOdd: collective.Watch.Fail("there is no room on its disk."); return;
        }
        double[] values = new double[10_000];
        for (int step = 1; task is not (Promises or Work); step++)
        {
            collective.Watch.Step = step;
            collective.AllReduce(values);
            if (task == Hang && isOdd && step == 40) Thread.Sleep(System.Threading.Timeout.Infinite);
        }
        collective.Barrier();
    }
}
