using System.Diagnostics;
using TextBrewer.Fuzz.Cases;
using TextBrewer.Fuzz.Formats;

namespace TextBrewer.Fuzz.Running;

/// <summary>Tries cases in this process: declared errors, time, memory, and nothing outside of the folder.</summary>
internal sealed class Judge : IDisposable
{
    /// <summary>The most seconds of a case.</summary>
    internal const double MostSeconds = 1;

    /// <summary>The most memory of a case: so many times the bytes of its files, and this more.</summary>
    internal const long MostTimes = 64, MostMore = 64L << 20;

    /// <summary>How the problem of a case that takes more than that begins.</summary>
    internal const string TooMuch = "It took too much:";

    // A machine may be busy: what is slow three times is slow.
    private const int Attempts = 3;

    private readonly Format _format;
    private readonly IReadOnlyList<Seed> _seeds;
    private readonly Surroundings _surroundings;

    internal Judge(Format format, IReadOnlyList<Seed> seeds)
    {
        (_format, _seeds) = (format, seeds);
        _surroundings = new Surroundings(seeds.SelectMany(seed => seed.Files));
        // What is made once, a library loaded, a table filled, is nobody's.
        foreach (Seed seed in seeds)
        {
            _surroundings.Prepare(new FuzzCase(-1, seed, seed.Files.Keys.First(), seed.Files.Values.First()));
            if (Error() is { } problem) throw new InvalidOperationException($"The seed '{seed.Name}' is not sound: {problem}");
        }
        _surroundings.Problem();
    }

    internal Outcome Try(int seed, int number)
    {
        FuzzCase fuzzCase = _format.Case(_seeds, seed, number);
        Outcome outcome = Try(fuzzCase);
        for (int i = 1; i < Attempts && IsMuch(outcome); i++) outcome = Less(outcome, Try(fuzzCase));
        return outcome.Problem is not null || !IsMuch(outcome) ? outcome : outcome with
        {
            Problem = FormattableString.Invariant(
                $"{TooMuch} {outcome.Seconds:F2} s and {outcome.Bytes >> 20} MiB for {outcome.Size} bytes."),
        };
    }

    public void Dispose() => _surroundings.Dispose();

    private static bool IsMuch(Outcome outcome) =>
        outcome.Seconds > MostSeconds || outcome.Bytes > (MostTimes * outcome.Size) + MostMore;

    private static Outcome Less(Outcome one, Outcome other) => one with
    {
        Problem = one.Problem ?? other.Problem,
        Seconds = Math.Min(one.Seconds, other.Seconds),
        Bytes = Math.Min(one.Bytes, other.Bytes),
    };

    private Outcome Try(FuzzCase fuzzCase)
    {
        _surroundings.Prepare(fuzzCase);
        MemoryMark memory = new();
        long start = Stopwatch.GetTimestamp();
        string? problem = Error(undeclaredOnly: true);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string? led = _surroundings.Problem();
        return new Outcome(
            fuzzCase.Number,
            problem ?? (_format.StaysInside ? led : null),
            seconds,
            memory.Bytes(),
            fuzzCase.Size);
    }

    private string? Error(bool undeclaredOnly = false)
    {
        try
        {
            _format.Read(_surroundings.Folder);
            return null;
        }
        catch (Exception problem) when (undeclaredOnly && Readings.IsDeclared(problem))
        {
            return null;
        }
        catch (Exception problem)
        {
            return problem.ToString();
        }
    }
}
