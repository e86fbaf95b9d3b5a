using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Tables;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>
/// Methods × data sets: each student's metric with several seeds, and how long its training took. What a result's file has is not measured
/// again, so that hours of it may be stopped and gone on with.
/// </summary>
/// <param name="rows">The figures that there are.</param>
/// <param name="seeds">The seeds of each method, from 1 on.</param>
/// <param name="steps">Steps of a trial, which shows what works and keeps nothing; null: whole trainings.</param>
internal sealed class MethodsBenchmark(MethodRows rows, int seeds, int? steps)
{
    internal static int Run(BenchmarkArguments arguments)
    {
        string[] wanted = [.. arguments.Values];
        string[] known = [.. MethodSets.All.Select(set => set.Name), .. MethodEntry.All.Select(entry => entry.Name)];
        string? unknown = wanted.FirstOrDefault(name => !known.Contains(name));
        if (unknown is not null)
        {
            Console.Error.WriteLine($"There is neither a data set nor a method '{unknown}': '{string.Join("', '", known)}'.");
            return 2;
        }
        MethodRows rows = new(arguments.Text("json") ?? Path.Combine(Places.Root, "bench", "results", "methods.json"));
        int? steps = arguments.Text("steps") is null ? null : (int)arguments.Number("steps", 0);
        MethodsBenchmark benchmark = new(rows, steps is null ? (int)arguments.Number("seeds", 3) : 1, steps);
        bool worked = true;
        foreach (MethodSet set in Of(MethodSets.All, one => one.Name))
            worked &= benchmark.Run(set, Of(MethodEntry.All, one => one.Name));
        if (steps is not null) return worked ? 0 : 1;
        BenchmarkResult result = rows.Result();
        result.Print(Console.Out);
        return worked && result.Holds ? 0 : 1;

        IEnumerable<T> Of<T>(IEnumerable<T> all, Func<T, string> name)
        {
            T[] named = [.. all.Where(one => wanted.Contains(name(one)))];
            return named.Length > 0 ? named : all;
        }
    }

    /// <summary>Measures what a set's figures lack.</summary>
    /// <returns>Whether all of it could be.</returns>
    private bool Run(MethodSet set, IEnumerable<MethodEntry> entries)
    {
        bool worked = true;
        if (set.Plain is { } plain && steps is null && !rows.Has(MethodRows.Plain(set)))
            rows.Add(PlainTime.Measure(MethodRows.Plain(set), set.Sample, plain));
        set.Teacher?.TrainOnce(Console.Error.WriteLine);
        foreach (MethodEntry unsuited in entries.Where(entry => !set.Suits(entry)))
            Console.Error.WriteLine($"{set.Name}, {unsuited.Name}: left out, it makes no sense there (see Suits and Without in Methods).");
        foreach (MethodEntry entry in entries.Where(set.Suits))
            for (int seed = 1; seed <= seeds; seed++)
            {
                string what = MethodRows.Run(set, entry, seed);
                if (steps is null && rows.Has(what)) continue;
                try
                {
                    MethodRun run = MethodRun.Of(set, entry, seed, steps);
                    if (steps is null) rows.Add(what, run);
                    Console.Error.WriteLine(FormattableString.Invariant($"{what}: {run.Percent:F2} %, {run.Seconds:F0} s"));
                }
                catch (Exception problem) when (problem is ConfigurationException or InvalidDataException)
                {
                    Console.Error.WriteLine($"{what}: {problem.Message}");
                    worked = false;
                }
            }
        return worked;
    }
}
