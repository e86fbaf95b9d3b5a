using System.Diagnostics;
using System.Globalization;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;
using TextBrewer.Torch.Native;
using TextBrewer.Training;

namespace TextBrewer.Torture;

/// <summary>A training of many steps: memory, handles and speed on its way.</summary>
/// <param name="folder">A folder to work in.</param>
/// <param name="steps">Optimizer steps.</param>
/// <param name="say">Takes a line for each look.</param>
internal sealed class SoakTest(string folder, long steps, Action<string> say) : ITrainingObserver
{
    private const long First = 1000;

    // Looking takes some memory and handles of its own, once.
    private const long Trial = First / 2;

    private readonly List<SoakLook> _looks = [];
    private long _time;
    private long _at;

    /// <summary>Trains, and looks from step 1,000 on.</summary>
    /// <returns>The looks.</returns>
    internal IReadOnlyList<SoakLook> Run()
    {
        LibTorch.Load();
        ScenarioFolder.Make(folder, new Scenario("soak", _ => { }));
        string[] settings =
        [
            string.Create(CultureInfo.InvariantCulture, $"training.num_steps={steps}"),
            string.Create(CultureInfo.InvariantCulture, $"training.ckpt_steps={Math.Clamp(steps / 400, 1, First / 4)}"),
        ];
        RecipeRun.Distill(RecipeFile.Read(Path.Combine(folder, "recipe.json"), settings), new RunHost
        {
            Progress = what => what.StartsWith("distilling", StringComparison.Ordinal) ? this : null,
        });
        return _looks;
    }

    public bool Wants(long step) => step is Trial or First || (step > First && step % Math.Max(1, steps / 10) == 0);

    public void Step(StepReport report)
    {
        // What is garbage is no leak, nor is what the collector keeps for later.
        long tensors = LiveTensors.Settled();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using Process self = Process.GetCurrentProcess();
        double rate = _at == 0 ? 0 : (report.Step - _at) / Stopwatch.GetElapsedTime(_time).TotalSeconds;
        int handles = Directory.GetFiles("/proc/self/fd").Count(handle => !IsAssembly(handle));
        SoakLook look = new(report.Step, self.WorkingSet64, handles, tensors, rate);
        if (look.Step == Trial) return;
        _looks.Add(look);
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"step {look.Step,7}  {look.Bytes / 1e6,7:F1} MB  {look.Handles,4} handles  {look.Tensors,6} tensors  "
                + $"{look.StepsPerSecond,7:F0} steps/s"));
        (_at, _time) = (report.Step, Stopwatch.GetTimestamp());
    }

    // The runtime opens an assembly when its code is first called, and keeps it open: twice, where it is mapped.
    private static bool IsAssembly(string handle)
    {
        try
        {
            return new FileInfo(handle).LinkTarget?.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) == true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
