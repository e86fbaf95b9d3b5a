using System.Globalization;
using TextBrewer.ServiceBench;

if (args is not [string folder, .. string[] rest] || rest.Length > 1
    || (rest is [string text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("dotnet run -c Release --project bench/TextBrewer.ServiceBench -- ONNX_FOLDER [SECONDS]");
    return 2;
}
TimeSpan time = TimeSpan.FromSeconds(rest is [string seconds] ? int.Parse(seconds, CultureInfo.InvariantCulture) : 10);

await using RunningService service = await RunningService.Start(folder);
await LoadTest.Run(service.Client, callers: 8, TimeSpan.FromSeconds(2)); // code is compiled and connections are made before anything counts
Console.WriteLine(
    string.Create(CultureInfo.InvariantCulture, $"{"callers",8}{"requests/s",12}{"p50 ms",10}{"p95 ms",10}{"p99 ms",10}{"failed",8}"));
int failed = 0;
foreach (int callers in new[] { 1, 8, 64 })
{
    LoadResult result = await LoadTest.Run(service.Client, callers, time);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{callers,8}{result.PerSecond,12:F1}"
        + $"{result.Percentile(50),10:F2}{result.Percentile(95),10:F2}{result.Percentile(99),10:F2}{result.Failed,8}"));
    failed += result.Failed;
}
return failed == 0 ? 0 : 1;
