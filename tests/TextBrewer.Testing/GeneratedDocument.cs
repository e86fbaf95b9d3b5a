using Xunit;

namespace TextBrewer.Testing;

/// <summary>
/// A file of <c>docs</c> that the program makes of itself. With <c>TEXTBREWER_APPROVE=1</c> it is written anew, to be looked at before it
/// is committed.
/// </summary>
public static class GeneratedDocument
{
    /// <summary>The file of a name.</summary>
    public static string PathOf(string name) => Path.Combine(Golden.ProjectRoot, "docs", name);

    /// <summary>Compares the file with what the program makes.</summary>
    public static void Check(string name, string text)
    {
        string path = PathOf(name);
        if (Environment.GetEnvironmentVariable("TEXTBREWER_APPROVE") == "1") File.WriteAllText(path, text);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == text,
            $"docs/{name} is out of date: run 'dotnet run eng/dev.cs -- reference' and look at the difference.");
    }
}
