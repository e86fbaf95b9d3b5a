using System.Security.Cryptography;
using TextBrewer.Torch.Files;

namespace TextBrewer.Torch.Native;

/// <summary>
/// A private copy of the bridge library whose reference to <c>GLIBCXX_3.4.32</c> is weak, kept in the user's local application data.
/// </summary>
internal static class PatchedLibrary
{
    private const string Version = "GLIBCXX_3.4.32";

    /// <summary>The library to load in place of <paramref name="source"/>: itself, where it does not need the cure.</summary>
    internal static string For(string source)
    {
        byte[] image = File.ReadAllBytes(source);
        string hash = Convert.ToHexStringLower(SHA256.HashData(image))[..16];
        if (!ElfVersions.Weaken(image, Version)) return source;

        string folder = PrivateFolder(hash);
        string target = Path.Combine(folder, Path.GetFileName(source));
        if (File.Exists(target) && new FileInfo(target).Length == image.Length
            && File.ReadAllBytes(target).AsSpan().SequenceEqual(image)) return target;

        // Another process may load it, or write it too, at this moment.
        string beside = Path.Combine(folder, Path.GetRandomFileName() + DurableFile.Unfinished);
        using DurableFile file = DurableFile.Begin(target, beside);
        file.Stream.Write(image);
        file.Commit();
        return target;
    }

    private static string PrivateFolder(string hash)
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        string root = data.Length > 0
            ? Path.Combine(data, "TextBrewer", "native")
            : Path.Combine(Path.GetTempPath(), $"TextBrewer-{Environment.UserName}", "native");
        string folder = Path.Combine(root, hash);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
