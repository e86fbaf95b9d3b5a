using System.Globalization;
using System.Text.Json;
using TextBrewer.Fuzz.Running;
using TextBrewer.Torch.Native;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
try
{
    return args is [Request.ChildWord, .. string[] child] ? Child(Request.Parse(child)) : Parent(Request.Parse(args));
}
catch (ArgumentException problem)
{
    Console.Error.WriteLine($"FORMAT [SEEDS] [--cases N] [--seconds S] [--seed K] [--case N]: {problem.Message}");
    return 2;
}

static int Child(Request request)
{
    LibTorch.Load();
    TextWriter lines = Console.Out;
    Console.SetOut(TextWriter.Null);
    using Judge judge = new(request.Format, request.AllSeeds());
    long end = request.Seconds > 1e9 ? long.MaxValue : Environment.TickCount64 + (long)(1000 * request.Seconds);
    for (int number = request.First; number < request.End && Environment.TickCount64 < end; number++)
    {
        lines.WriteLine(JsonSerializer.Serialize(judge.Try(request.Seed, number)));
        lines.Flush();
    }
    return 0;
}

static int Parent(Request request)
{
    // A case alone is tried here, so that a debugger and the whole exception are at hand.
    if (request.End == request.First + 1)
    {
        LibTorch.Load();
        using Judge judge = new(request.Format, request.AllSeeds());
        Outcome one = judge.Try(request.Seed, request.First);
        Console.WriteLine(one);
        return one.Problem is null ? 0 : 1;
    }
    Findings findings = new Children(request).Run(_ => { });
    foreach ((string kind, IReadOnlyList<Outcome> cases) in findings.Kinds)
    {
        Console.WriteLine($"{kind}: {cases.Count} cases, --case {string.Join(", ", cases.Take(5).Select(found => found.Number))}");
        Console.WriteLine("    " + string.Join("\n    ", cases[0].Problem!.Split('\n').Take(3)));
    }
    Outcome? slowest = findings.Slowest, largest = findings.Largest;
    Console.WriteLine($"| {request.Format.Name} | {findings.Cases} | {findings.Problems} | {1000 * slowest?.Seconds:F0} ms, case "
        + $"{slowest?.Number} | {largest?.Bytes / 1048576.0:F1} MiB for {largest?.Size} bytes, case {largest?.Number} |");
    return findings.Problems == 0 ? 0 : 1;
}
