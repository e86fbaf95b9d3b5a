namespace TextBrewer.Fuzz.Cases;

/// <summary>A folder with one file damaged: a pure function of format, seeds, seed and number.</summary>
/// <param name="Number">The case's number.</param>
/// <param name="Seed">What it was made of.</param>
/// <param name="File">The file that is damaged.</param>
/// <param name="Bytes">What stands in it.</param>
internal sealed record FuzzCase(int Number, Seed Seed, string File, byte[] Bytes)
{
    /// <summary>The bytes of all files, the damaged one included.</summary>
    internal long Size => Seed.Files.Where(file => file.Key != File).Sum(file => (long)file.Value.Length) + Bytes.Length;

    /// <summary>Writes the files into an empty folder.</summary>
    internal void Write(string folder)
    {
        foreach ((string file, byte[] bytes) in Seed.Files)
        {
            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.WriteAllBytes(path, file == File ? Bytes : bytes);
        }
    }
}
