using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>The end of a run that cannot go on: one sentence, and all processes end.</summary>
/// <param name="report">Gets the sentence.</param>
/// <param name="abort">Has the launcher end all processes, this one included.</param>
/// <param name="lastWait">How long that may take.</param>
internal sealed class RunEnd(Action<string> report, Action abort, TimeSpan lastWait)
{
    private int _hasEnded;

    /// <summary>Says why, and ends all processes. It does not return.</summary>
    internal void Because(string sentence) => Because(sentence, () => { });

    /// <summary>Says why, and ends all processes. It does not return.</summary>
    /// <param name="sentence">Why.</param>
    /// <param name="then">What comes between the two.</param>
    internal void Because(string sentence, Action then) => End(sentence, then);

    /// <summary>Ends with the others, of which one has said why. It does not return.</summary>
    internal void Silently() => End(sentence: null, () => { });

    /// <summary>
    /// Compiles what says the sentence: a launcher that sees a process die kills the others at once, and it should be out before.
    /// </summary>
    internal static void Prepare()
    {
        MethodInfo end = typeof(RunEnd).GetMethod(nameof(End), BindingFlags.NonPublic | BindingFlags.Instance)!;
        RuntimeHelpers.PrepareMethod(end.MethodHandle);
    }

    private void End(string? sentence, Action then)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            if (sentence is not null)
            {
                report(sentence);
                then();
                // The library may wait for a thread that is stuck in it.
                new Thread(() => abort()) { IsBackground = true }.Start();
            }
            Thread.Sleep(lastWait);
            using Process self = Process.GetCurrentProcess();
            self.Kill();
        }
        // Another thread is about to end the process.
        Thread.Sleep(Timeout.Infinite);
    }
}
