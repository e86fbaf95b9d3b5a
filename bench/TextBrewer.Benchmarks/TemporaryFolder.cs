namespace TextBrewer.Benchmarks;

/// <summary>A new folder, which goes with all that is in it.</summary>
/// <param name="name">What its name begins with.</param>
internal sealed class TemporaryFolder(string name) : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory(name).FullName;

    /// <summary>The path of a file or folder in it.</summary>
    internal string In(string file) => System.IO.Path.Combine(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
