using System.Diagnostics;
using System.Net.Http.Json;

namespace TextBrewer.ServiceBench;

/// <summary>Callers who each ask again as soon as they have their answer.</summary>
internal static class LoadTest
{
    // From a word to a paragraph.
    internal static readonly string[] Texts =
    [
        "superb",
        "a gem of a film",
        "it is a charming and often affecting journey, told with patience by people who know its streets",
        "the plot is thin, the jokes are old and the third act forgets whom the first one was about",
        "what begins as a quiet portrait of two sisters turns, without a single raised voice, into one of the most gripping hours of the "
            + "year; the camera never leaves the house, and one never wants it to",
    ];

    internal static async Task<LoadResult> Run(HttpClient client, int callers, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        (List<double> Times, int Failed)[] all = await Task.WhenAll(
            Enumerable.Range(0, callers).Select(caller => Task.Run(() => Caller(client, caller, start, time))));
        return new LoadResult(
            [.. all.SelectMany(one => one.Times).Order()],
            all.Sum(one => one.Failed),
            Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static async Task<(List<double> Times, int Failed)> Caller(HttpClient client, int caller, long start, TimeSpan time)
    {
        List<double> times = [];
        int failed = 0;
        for (int i = caller; Stopwatch.GetElapsedTime(start) < time; i++)
        {
            long asked = Stopwatch.GetTimestamp();
            try
            {
                using HttpResponseMessage response = await client.PostAsJsonAsync("/classify", new { text = Texts[i % Texts.Length] });
                await response.Content.ReadAsByteArrayAsync();
                if (response.IsSuccessStatusCode) times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                else failed++;
            }
            catch (HttpRequestException)
            {
                failed++;
            }
        }
        return (times, failed);
    }
}
