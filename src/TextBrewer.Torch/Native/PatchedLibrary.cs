namespace TextBrewer.Torch.Native;

/// <summary>A private copy of the bridge library whose reference to <c>GLIBCXX_3.4.32</c> is weak.</summary>
internal static class PatchedLibrary
{
    private const string Version = "GLIBCXX_3.4.32";

    /// <summary>The library to load in place of <paramref name="source"/>: itself, where it does not need the cure.</summary>
    internal static string For(string source)
    {
        byte[] original = File.ReadAllBytes(source);
        byte[] image = [.. original];
        return ElfVersions.Weaken(image, Version) ? PrivateFile.Of(Path.GetFileName(source), image, original) : source;
    }
}
