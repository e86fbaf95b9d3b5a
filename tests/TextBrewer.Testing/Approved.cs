using Xunit;

namespace TextBrewer.Testing;

/// <summary>
/// Screens as approved text: <c>Approved/NAME.txt</c> beside a test project. With <c>TEXTBREWER_APPROVE=1</c> the files are written anew,
/// to be read before they are committed.
/// </summary>
public static class Approved
{
    /// <summary>Asserts that a screen is as approved; spaces at the ends of lines do not count.</summary>
    public static void Screen(string project, string name, string text)
    {
        string actual = string.Join('\n', text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.TrimEnd())) + "\n";
        string path = Path.Combine(Golden.ProjectRoot, "tests", project, "Approved", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("TEXTBREWER_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
