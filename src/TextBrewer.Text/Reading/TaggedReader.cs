namespace TextBrewer.Text.Reading;

/// <summary>Reads tagged words: CoNLL-style files with a word a line, or texts with spans as JSON.</summary>
public static class TaggedReader
{
    /// <summary>
    /// Reads a whole file. Tags stay as they stand in a CoNLL file; spans become IOB2 tags of the words that <see cref="WordSplitter"/>
    /// cuts.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A row is not what it should be; the message has file and line.</exception>
    public static (IReadOnlyList<TaggedExample> Examples, ReadReport Report) Read(string path, TaggedOptions options)
    {
        Warnings warnings = new();
        TextFile file = TextFile.Read(path, warnings, options.Encoding);
        List<TaggedExample> examples = [.. (options.Format ?? Path.GetExtension(path).TrimStart('.')).ToLowerInvariant() switch
        {
            "json" or "jsonl" => SpanSentences.Read(file, options, warnings),
            "conll" => new ConllSentences(file, options, warnings).Read(),
            _ when options.Format is null => new ConllSentences(file, options, warnings).Read(),
            string other => throw new InvalidDataException(
                $"'{path}': the format '{other}' is not known; set \"format\" to conll, json or jsonl."),
        }];
        if (examples.Count == 0) throw new InvalidDataException($"'{path}' has no sentences.");
        foreach (TaggedExample example in examples)
        {
            if (example.Words.Any(word => word.Contains('\0', StringComparison.Ordinal))) warnings.Count("NUL character");
        }
        return (examples, new ReadReport(examples.Count, warnings.Counts));
    }
}
