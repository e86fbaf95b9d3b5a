using System.Diagnostics;

namespace TextBrewer.Benchmarks.Processes;

/// <summary>This program once more, in a process of its own.</summary>
internal static class ChildProgram
{
    /// <summary>Starts it.</summary>
    /// <param name="arguments">What stands behind <c>child</c>.</param>
    internal static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = Itself(arguments);
        start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }

    /// <summary>Runs it, and reads the numbers of its last line.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static double[] Numbers(params string[] arguments) => ProgramRun.Of(Itself(arguments))!.Numbers();

    /// <summary>The same with some environment variables of its own.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static double[] Numbers(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        ProcessStartInfo start = Itself(arguments);
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        return ProgramRun.Of(start)!.Numbers();
    }

    /// <summary>The command line that starts it.</summary>
    /// <param name="arguments">What stands behind <c>child</c>.</param>
    internal static string[] Line(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        string[] itself = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ChildProgram).Assembly.Location] : [];
        return [program, .. itself, "child", .. arguments];
    }

    private static ProcessStartInfo Itself(string[] arguments)
    {
        string[] line = Line(arguments);
        return new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = Places.Root };
    }
}
