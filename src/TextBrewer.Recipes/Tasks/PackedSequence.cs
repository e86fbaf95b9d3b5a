using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A sequence of tokens in few bytes: ids one by one; types as runs, for there are one or two in a sequence.</summary>
internal static class PackedSequence
{
    /// <summary>Writes a sequence.</summary>
    internal static void Write(PackedWriter writer, TokenSequence sequence)
    {
        writer.Unsigned(sequence.Length);
        foreach (int id in sequence.Ids) writer.Unsigned(id);
        for (int start = 0, end; start < sequence.Length; start = end)
        {
            int type = sequence.TypeIds[start];
            for (end = start + 1; end < sequence.Length && sequence.TypeIds[end] == type;) end++;
            writer.Unsigned(type);
            writer.Unsigned(end - start);
        }
    }

    /// <summary>Reads a sequence.</summary>
    internal static TokenSequence Read(ref PackedReader reader)
    {
        int[] ids = new int[reader.Unsigned()], types = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++) ids[i] = reader.Unsigned();
        for (int start = 0; start < types.Length;)
        {
            (int type, int count) = (reader.Unsigned(), reader.Unsigned());
            types.AsSpan(start, count).Fill(type);
            start += count;
        }
        return new TokenSequence(ids, types);
    }
}
