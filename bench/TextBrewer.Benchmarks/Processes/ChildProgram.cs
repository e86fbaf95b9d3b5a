using System.Diagnostics;
using System.Globalization;

namespace TextBrewer.Benchmarks.Processes;

/// <summary>This program once more, in a process of its own.</summary>
internal static class ChildProgram
{
    /// <summary>Starts it.</summary>
    /// <param name="arguments">What stands behind <c>child</c>.</param>
    internal static Process Start(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        string[] itself = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ChildProgram).Assembly.Location] : [];
        return Process.Start(new ProcessStartInfo(program, [.. itself, "child", .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Places.Root,
        })!;
    }

    /// <summary>Runs it, and reads the numbers of its last line.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static double[] Numbers(params string[] arguments)
    {
        using Process process = Start(arguments);
        string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0 || lines.Length == 0)
            throw new InvalidOperationException($"'child {string.Join(' ', arguments)}' ended with {process.ExitCode}.");
        return [.. lines[^1].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
