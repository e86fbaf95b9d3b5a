using TextBrewer.Fuzz.Cases;

namespace TextBrewer.Fuzz.Formats;

/// <summary>A format of files that our readers read: seeds, how they are damaged, and the reader.</summary>
internal abstract class Format
{
    /// <summary>The name on the command line.</summary>
    internal abstract string Name { get; }

    /// <summary>The file of the case's folder in which a seed of one file stands.</summary>
    internal abstract string File { get; }

    /// <summary>Words that mean something in the format.</summary>
    internal virtual IReadOnlyList<string> Words => [];

    /// <summary>Small sound files, made by the code.</summary>
    internal abstract IReadOnlyList<Seed> Seeds();

    /// <summary>Whether a file of a seed is damaged, or stands beside those that are.</summary>
    internal virtual bool IsDamaged(string file) => file == File;

    /// <summary>Whether nothing outside of the folder may be read: a recipe may name any path.</summary>
    internal virtual bool StaysInside => true;

    /// <summary>Damages a file.</summary>
    internal abstract byte[] Mutate(string file, byte[] bytes, Random random);

    /// <summary>Reads the folder as a user's program would, to the end.</summary>
    internal abstract void Read(string folder);

    /// <summary>A case: the same for the same numbers.</summary>
    internal FuzzCase Case(IReadOnlyList<Seed> seeds, int seed, int number)
    {
        Random random = new(unchecked((seed * 1_000_003) + number));
        Seed chosen = seeds[random.Next(seeds.Count)];
        string[] files = [.. chosen.Files.Keys.Where(IsDamaged).Order(StringComparer.Ordinal)];
        string file = files[random.Next(files.Length)];
        return new FuzzCase(number, chosen, file, Mutate(file, chosen.Files[file], random));
    }
}
