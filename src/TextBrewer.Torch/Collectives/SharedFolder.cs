using System.Security.Cryptography;
using System.Text;

namespace TextBrewer.Torch.Collectives;

/// <summary>Whether the processes see the same folder under the same name.</summary>
public static class SharedFolder
{
    private const int TokenBytes = 16;

    /// <summary>
    /// Asks all processes: process 0 writes a small file there, the others look for it, and it is removed. All get the same answer.
    /// </summary>
    /// <param name="collective">The processes.</param>
    /// <param name="folder">The folder; process 0 has it and may write there.</param>
    /// <exception cref="IOException">Process 0 cannot write there; on all processes.</exception>
    public static bool IsShared(ICollective collective, string folder)
    {
        // A name that nobody has asked for before is in no network file system's memory of what is missing.
        string name = $".textbrewer-{Guid.NewGuid():n}", trouble = "";
        byte[] token = RandomNumberGenerator.GetBytes(TokenBytes);
        if (collective.Rank == 0) trouble = Try(() => File.WriteAllBytes(Path.Combine(folder, name), token));
        // The token, the file's name, and why it could not be written.
        byte[] own = Encoding.UTF8.GetBytes($"{Convert.ToHexString(token)}|{name}|{trouble}");
        string[] said = Encoding.UTF8.GetString(collective.AllGather(own)[0]).Split('|', 3);
        if (said[2].Length > 0) throw new IOException(said[2]);
        string path = Path.Combine(folder, said[1]);
        bool isSeen = false;
        Try(() => isSeen = Convert.ToHexString(File.ReadAllBytes(path)) == said[0]);
        bool isShared = !collective.Any(!isSeen);
        if (collective.Rank == 0) Try(() => File.Delete(path));
        // Nobody finds the file there afterwards.
        collective.Barrier();
        return isShared;
    }

    private static string Try(Action action)
    {
        try
        {
            action();
            return "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }
}
