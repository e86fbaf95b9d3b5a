using System.Globalization;

namespace TextBrewer.Torch.Native;

/// <summary>A process that <c>mpirun</c>, <c>mpiexec</c> or <c>srun</c> started as one of several, as its launcher describes it.</summary>
/// <param name="Family">The library that belongs to the launcher; null: any.</param>
/// <param name="Rank">This process's number, from 0.</param>
/// <param name="Size">How many processes there are.</param>
/// <param name="LocalRank">This process's number on this host.</param>
/// <param name="LocalSize">How many of them run on this host.</param>
public sealed record Launch(MpiFamily? Family, int Rank, int Size, int LocalRank, int LocalSize)
{
    /// <summary>How this process was started; null: on its own.</summary>
    public static Launch? Detect() => Detect(Environment.GetEnvironmentVariable);

    /// <summary>How a process was started; null: on its own.</summary>
    /// <param name="variable">An environment variable; null: it is not set.</param>
    internal static Launch? Detect(Func<string, string?> variable)
    {
        foreach (LaunchVariables names in LaunchVariables.All)
        {
            if (Number(variable, names.Rank) is not { } rank || Number(variable, names.Size) is not { } size) continue;
            int localSize = Number(variable, names.LocalSize) ?? 1, localRank = Number(variable, names.LocalRank) ?? 0;
            return size > 1 ? new Launch(names.Family, rank, size, localRank, localSize) : null;
        }
        return null;
    }

    private static int? Number(Func<string, string?> variable, params string[] names)
    {
        foreach (string name in names)
        {
            string text = variable(name) ?? "";
            string digits = new([.. text.TakeWhile(char.IsAsciiDigit)]);
            if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return number;
        }
        return null;
    }
}
