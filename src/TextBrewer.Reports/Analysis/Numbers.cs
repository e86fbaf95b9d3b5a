using System.Globalization;

namespace TextBrewer.Reports.Analysis;

/// <summary>Numbers as the report shows them, the same in every culture.</summary>
internal static class Numbers
{
    private const string Space = "\u00A0"; // number and unit stay on one line

    /// <summary>A share: 90.12 %.</summary>
    internal static string Percent(double share) => Of(100 * share, "F2") + Space + "%";

    /// <summary>Thousands are set apart: 17,390,594.</summary>
    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000 => Of(bytes / 1e6, "N2") + Space + "MB",
        >= 1_000 => Of(bytes / 1e3, "N2") + Space + "kB",
        _ => Count(bytes) + Space + "bytes",
    };

    internal static string Milliseconds(double time) => Of(time, "N2") + Space + "ms";

    /// <summary>Times as large: 3.10 ×.</summary>
    internal static string Times(double ratio) => Of(ratio, "N2") + Space + "×";

    /// <summary>Seconds, and as a person says them from a minute on.</summary>
    internal static string Seconds(double seconds)
    {
        string exact = Of(seconds, "N1") + Space + "s";
        const double Longest = 1e10;
        if (!(seconds is >= 60 and < Longest)) return exact;
        TimeSpan time = TimeSpan.FromSeconds(seconds);
        return seconds < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{exact} ({time.Minutes} min {time.Seconds} s)")
            : string.Create(CultureInfo.InvariantCulture, $"{exact} ({(int)time.TotalHours} h {time.Minutes} min)");
    }

    internal static string Signed(double value, string format) => (value < 0 ? "−" : "+") + Of(Math.Abs(value), format);

    internal static string Of(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A number beside an axis: few digits, no more than needed.</summary>
    internal static string Tick(double value)
    {
        double size = Math.Abs(value);
        return size == 0 ? "0"
            : size >= 1e6 ? Of(value / 1e6, "0.##") + "M"
            : size >= 1e4 ? Of(value / 1e3, "0.##") + "k"
            : size >= 1e-2 ? Of(value, "#,0.####")
            : Of(value, "0.##e-0");
    }

    /// <summary>A number under the pointer.</summary>
    internal static string Precise(double value) =>
        Math.Abs(value) is >= 1e-3 and < 1e6 or 0 ? Of(value, "#,0.####") : Of(value, "0.###e-0");

    /// <summary>A place in a drawing.</summary>
    internal static string Place(double value) => Of(Math.Round(value, 1) + 0.0, "0.#");
}
