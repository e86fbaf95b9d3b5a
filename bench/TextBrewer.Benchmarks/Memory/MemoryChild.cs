using System.Diagnostics;
using System.Globalization;
using TextBrewer.Benchmarks.Plain;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Benchmarking;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Runs;
using TextBrewer.Training;

namespace TextBrewer.Benchmarks.Memory;

/// <summary>What is measured in a process of its own, because a process's memory remembers what was before.</summary>
internal static class MemoryChild
{
    private const int PeakSteps = 4, LongSteps = 2, LongRounds = 3;

    /// <summary>The tiny distillation: memory after 200 steps and after 2,000, as it stands and after a full collection.</summary>
    internal static int ManySteps()
    {
        using ShapeRun run = new(StepShape.Tiny, batches: 16);
        long early = 0, earlySettled = 0;
        run.Steps(2000, after: steps =>
        {
            if (steps == 200) (early, earlySettled) = (Environment.WorkingSet, ResidentMemory.Now());
        });
        long late = Environment.WorkingSet, lateSettled = ResidentMemory.Now();
        return Say(early, late, earlySettled, lateSettled);
    }

    /// <summary>The most memory of our large step.</summary>
    internal static int Ours()
    {
        using ShapeRun run = new(StepShape.Large);
        PeakMemory.Reset();
        run.Steps(PeakSteps);
        return Say(PeakMemory.Now());
    }

    /// <summary>The most memory of our step over long texts.</summary>
    internal static int Long(bool checkpointing)
    {
        using ShapeRun run = new(StepShape.Long, checkpointing: checkpointing);
        PeakMemory.Reset();
        run.Steps(LongSteps);
        return Say(PeakMemory.Now());
    }

    /// <summary>The best step over long texts without gradient checkpointing and with it, in turns, in microseconds.</summary>
    internal static int LongTimes()
    {
        using ShapeRun plain = new(StepShape.Long), recomputed = new(StepShape.Long, checkpointing: true);
        List<double> without = [], with = [];
        for (int round = 0; round < LongRounds; round++)
        {
            without.AddRange(plain.Steps(1));
            with.AddRange(recomputed.Steps(1));
        }
        return Say((long)(1e3 * without.Min()), (long)(1e3 * with.Min()));
    }

    /// <summary>The most memory of the plain loop's large step.</summary>
    internal static int Plain()
    {
        StepShape shape = StepShape.Large;
        (SequenceClassifier teacher, SequenceClassifier student) = shape.Models();
        using PlainLoop loop = new(shape, teacher, student, frees: true);
        teacher.Dispose();
        student.Dispose();
        ResidentMemory.Now(); // gives back what was freed
        PeakMemory.Reset();
        StepBatch batch = shape.RandomBatch();
        for (int step = 0; step < PeakSteps; step++) loop.Step(batch);
        return Say(PeakMemory.Now());
    }

    /// <summary>The most memory of a distillation over many sentences, and the seconds until its first step was over.</summary>
    internal static int Sentences(string folder)
    {
        string[] settings = ["training.num_steps=5", $"training.output_dir={Path.Combine(folder, "run")}"];
        FirstStep first = new();
        RecipeRun.Distill(RecipeFile.Read(Path.Combine(folder, "student.json"), settings), new RunHost { Progress = _ => first });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{PeakMemory.Now()} {first.Seconds:F1}"));
        return 0;
    }

    private static int Say(params long[] bytes)
    {
        Console.WriteLine(string.Join(' ', bytes.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        return 0;
    }

    /// <summary>Notes when the first step was over.</summary>
    private sealed class FirstStep : ITrainingObserver
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        internal double Seconds { get; private set; }

        public void Step(StepReport report)
        {
            if (report.Step == 1) Seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        }
    }
}
