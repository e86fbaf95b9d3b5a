using System.Globalization;

namespace TextBrewer.ServiceBench;

/// <summary>How fast the sample service answers, and whether it does so a million times.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) => args switch
    {
        ["soak", string folder, string requests] when Number(requests) is int count => await SoakOf(folder, count),
        [string folder] => await Load(folder, 10),
        [string folder, string seconds] when Number(seconds) is int count => await Load(folder, count),
        _ => Usage(),
    };

    private static async Task<int> Load(string folder, int seconds)
    {
        await using RunningService service = await RunningService.Start(RunningService.Command(folder));
        // Code is compiled and connections are made before anything counts.
        await LoadTest.Run(service.Client, callers: 8, TimeSpan.FromSeconds(2));
        Line($"{"callers",8}{"requests/s",12}{"p50 ms",10}{"p95 ms",10}{"p99 ms",10}{"failed",8}");
        int failed = 0;
        foreach (int callers in new[] { 1, 8, 64 })
        {
            LoadResult result = await LoadTest.Run(service.Client, callers, TimeSpan.FromSeconds(seconds));
            (double half, double most, double all) = (result.Percentile(50), result.Percentile(95), result.Percentile(99));
            Line($"{callers,8}{result.PerSecond,12:F1}{half,10:F2}{most,10:F2}{all,10:F2}{result.Failed,8}");
            failed += result.Failed;
        }
        return failed == 0 ? 0 : 1;
    }

    private static async Task<int> SoakOf(string folder, int requests)
    {
        const double Flat = 0.05; // the garbage collector's own ups and downs
        await using RunningService service = await RunningService.Start(RunningService.Command(folder));
        Line($"{"requests",10}{"seconds",10}{"memory MB",12}{"handles",10}");
        SoakResult result = await new Soak(service, requests, callers: 64).Run(sample =>
            Line($"{sample.Requests,10}{sample.Seconds,10:F0}{sample.Bytes / 1e6,12:F1}{sample.Handles,10}"));
        foreach (string lost in result.Lost.Take(10)) Console.WriteLine(lost);
        Line($"{result.Answered} answered, {result.Left} left, {result.Lost.Count} lost; memory {result.Growth:+0.0 %;-0.0 %}");
        return result.Lost.Count == 0 && result.Growth < Flat ? 0 : 1;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    private static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private static int Usage()
    {
        Console.Error.WriteLine("dotnet run -c Release --project bench/TextBrewer.ServiceBench -- ONNX_FOLDER [SECONDS]");
        Console.Error.WriteLine("dotnet run -c Release --project bench/TextBrewer.ServiceBench -- soak ONNX_FOLDER REQUESTS");
        return 2;
    }
}
