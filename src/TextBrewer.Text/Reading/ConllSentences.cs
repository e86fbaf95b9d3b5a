namespace TextBrewer.Text.Reading;

/// <summary>
/// Sentences of a file with a word a line, its columns beside it, and blank lines between sentences. What stands between the columns and
/// how many there are is found in the file: most rows have it right.
/// </summary>
internal sealed class ConllSentences
{
    private const string Blanks = " ";

    private readonly TextFile _file;
    private readonly TaggedOptions _options;
    private readonly Warnings _oddities;
    private readonly string _separator;
    private readonly int _columns;
    private readonly bool _tagged;

    // A language has few words and fewer tags: each is kept once.
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);

    internal ConllSentences(TextFile file, TaggedOptions options, Warnings warnings)
    {
        (_file, _options, _oddities) = (file, options, warnings);
        if (options.Word < 0) throw new InvalidDataException($"'{file.Path}': the words' column is a number from 0, not {options.Word}.");
        if (options.Separator?.Length == 0)
            throw new InvalidDataException($"'{file.Path}': the separator is empty; leave it out to have it found.");
        _separator = options.Separator ?? FindSeparator();
        _columns = FindColumns();
        _tagged = options.Labelled && options.Tag is not < 0;
        if (options.Word >= _columns) throw new InvalidDataException(
            $"'{file.Path}': its rows have {_columns} columns, so there is no column {options.Word} of words, counted from 0.");
        if (_tagged && TagColumn >= _columns) throw new InvalidDataException(
            $"'{file.Path}': its rows have {_columns} columns, so there is no column {TagColumn} of tags, counted from 0.");
        if (_tagged && TagColumn == options.Word)
            throw new InvalidDataException($"'{file.Path}', line {Rows().First().Line}: there is no tag beside the word. Name the "
                + "separator and the columns, or say that the file is unlabelled.");
    }

    private int TagColumn => _options.Tag ?? _columns - 1;

    internal IEnumerable<TaggedExample> Read()
    {
        List<string> words = [], tags = [];
        int first = 0, untagged = 0, untaggedLine = 0, all = 0;
        foreach ((int line, ReadOnlyMemory<char> text) in _file.Lines())
        {
            bool blank = IsBlank(text.Span), document = !blank && IsDocumentStart(text.Span);
            if (document) _oddities.Count("-DOCSTART- line");
            if (blank || document)
            {
                if (words.Count > 0) yield return Sentence();
                continue;
            }
            List<string> cells = Cells(text.Span);
            if (words.Count == 0 && IsComment(text.Span, cells.Count))
            {
                _oddities.Count("comment line");
                continue;
            }
            if (cells.Count > _columns)
                throw new InvalidDataException(
                    $"'{_file.Path}', line {line}: the row has {cells.Count} columns, and most have {_columns}.");
            if (_options.Word >= cells.Count)
                throw new InvalidDataException($"'{_file.Path}', line {line}: the row has {cells.Count} columns, and the word is column "
                    + $"{_options.Word}, counted from 0.");
            if (words.Count == 0) first = line;
            string word = cells[_options.Word];
            if (word.Length == 0) _oddities.Count("empty word");
            words.Add(word);
            all++;
            if (!_tagged) continue;
            bool missing = TagColumn >= cells.Count || cells[TagColumn].Length == 0;
            if (missing && untagged++ == 0) untaggedLine = line;
            tags.Add(missing ? "O" : FirstOf(cells[TagColumn]));
        }
        if (words.Count > 0) yield return Sentence();
        _oddities.Count("missing tag, read as O", untagged);
        if (untagged * 2 > all) throw new InvalidDataException(
            $"'{_file.Path}', line {untaggedLine}: there is no tag, as in {untagged} of {all} rows.");

        TaggedExample Sentence()
        {
            TaggedExample sentence = new([.. words], _tagged ? [.. tags] : null, first);
            words.Clear();
            tags.Clear();
            return sentence;
        }
    }

    /// <summary>Annotators who disagree leave <c>B-person,B-location</c>.</summary>
    private string FirstOf(string tag)
    {
        if (!tag.Contains(',', StringComparison.Ordinal)) return tag;
        string[] alternatives = tag.Split(',', StringSplitOptions.TrimEntries);
        if (!alternatives.All(IsTag)) return tag;
        _oddities.Count("alternative tags, first taken");
        return alternatives[0];
    }

    /// <summary>Whether a cell is a tag of an entity, in any of the schemes.</summary>
    internal static bool IsTag(string text) =>
        text == "O" || (text.Length > 2 && text[1] == '-' && "BIESLUMW".Contains(text[0], StringComparison.Ordinal));

    /// <summary>
    /// CoNLL-U writes <c># text = …</c> before a sentence. A word that is a hash sign has its tag beside it, like every other word.
    /// </summary>
    private bool IsComment(ReadOnlySpan<char> row, int cells) => row.StartsWith("# ") && cells != _columns;

    private static bool IsDocumentStart(ReadOnlySpan<char> row) => row.StartsWith("-DOCSTART-");

    private bool IsBlank(ReadOnlySpan<char> row) =>
        row.IsWhiteSpace()
            || (row.StartsWith(_separator) && row.ToString().Replace(_separator, "", StringComparison.Ordinal).AsSpan().IsWhiteSpace());

    private List<string> Cells(ReadOnlySpan<char> row)
    {
        List<string> cells = Split(row, _separator);
        // A separator too many between two columns; an empty cell at the front is a word, though.
        if (cells.Count > _columns) cells = [cells[0], .. cells.Skip(1).Where(cell => cell.Length > 0)];
        // Blanks at the front swallow a word that was itself a blank.
        if (_separator == Blanks && cells.Count == _columns - 1 && row[0] is ' ' or '\t') cells.Insert(0, "");
        return cells;
    }

    private List<string> Split(ReadOnlySpan<char> row, string separator)
    {
        List<string> cells = [];
        if (separator == Blanks)
        {
            foreach (Range part in row.SplitAny(' ', '\t')) if (!row[part].IsEmpty) cells.Add(Kept(row[part]));
        }
        else
        {
            foreach (Range part in row.Split(separator)) cells.Add(Kept(Trim(row[part])));
        }
        return cells;
    }

    /// <summary>A word that is a blank stays one.</summary>
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> cell) => cell.Trim(" \t") is { IsEmpty: false } trimmed ? trimmed : cell;

    private string Kept(ReadOnlySpan<char> text)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = _strings.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out string? known)) return known;
        string kept = text.ToString();
        _strings.Add(kept);
        return kept;
    }

    private IEnumerable<(int Line, ReadOnlyMemory<char> Text)> Rows() =>
        _file.Lines().Where(line => !line.Text.Span.IsWhiteSpace() && !IsDocumentStart(line.Text.Span));

    private string FindSeparator()
    {
        int tabs = 0, rows = 0;
        foreach ((_, ReadOnlyMemory<char> text) in Rows())
        {
            rows++;
            if (text.Span.Contains('\t')) tabs++;
        }
        return tabs * 2 >= rows ? "\t" : Blanks;
    }

    private int FindColumns()
    {
        Dictionary<int, int> counts = [];
        foreach ((_, ReadOnlyMemory<char> text) in Rows())
        {
            int cells = Count(text.Span, _separator);
            counts[cells] = counts.GetValueOrDefault(cells) + 1;
        }
        return counts.Count == 0 ? 0 : counts.MaxBy(count => (count.Value, count.Key)).Key;
    }

    private static int Count(ReadOnlySpan<char> row, string separator)
    {
        if (separator != Blanks) return row.Count(separator) + 1;
        int cells = 0;
        foreach (Range part in row.SplitAny(' ', '\t')) if (!row[part].IsEmpty) cells++;
        return cells;
    }
}
