using System.Security.Cryptography;
using TextBrewer.Torch.Files;

namespace TextBrewer.Torch.Native;

/// <summary>A native library that is written for this machine and user, in the user's local application data.</summary>
internal static class PrivateFile
{
    /// <summary>The file of that name and content, which is written where it is not there yet.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="source">What the folder is named after; what is made of another source lies elsewhere.</param>
    /// <returns>Its path.</returns>
    internal static string Of(string name, byte[] content, byte[] source)
    {
        string folder = Folder(Convert.ToHexStringLower(SHA256.HashData(source))[..16]);
        string target = Path.Combine(folder, name);
        if (File.Exists(target) && new FileInfo(target).Length == content.Length
            && File.ReadAllBytes(target).AsSpan().SequenceEqual(content)) return target;

        // Another process may load it, or write it too, at this moment.
        string beside = Path.Combine(folder, Path.GetRandomFileName() + DurableFile.Unfinished);
        using DurableFile file = DurableFile.Begin(target, beside);
        file.Stream.Write(content);
        file.Commit();
        return target;
    }

    private static string Folder(string hash)
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
