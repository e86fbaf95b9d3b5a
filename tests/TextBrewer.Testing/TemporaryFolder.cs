namespace TextBrewer.Testing;

/// <summary>A folder that is gone at the end of a test; its name has a space and letters outside ASCII on purpose.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("text brewer ğé ").FullName;

    /// <summary>A path in it.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
