using System.CommandLine;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Cli.Commands;

/// <summary>The options that say what the columns of a data file mean.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _text = new("--text")
    {
        Description = "The text's column: a name, or a number from 0; by default sentence (choices: context; tagged words: 0)."
    };
    private readonly Option<string?> _pair = new("--pair") { Description = "The second text's column." };
    private readonly Option<string?> _label = new("--label")
    {
        Description = "The label's column; by default label (tagged words: the last)."
    };
    private readonly Option<string[]> _columns = new("--label-columns")
    {
        Description = "multi_label: a column of 0 and 1 for each label, in place of one column.",
        AllowMultipleArgumentsPerToken = true
    };
    private readonly Option<string[]> _choices = new("--choices")
    {
        Description = "The columns of the choices, or the one column of a list of them; by default choices.",
        AllowMultipleArgumentsPerToken = true
    };
    private readonly Option<string?> _separator = new("--separator")
    {
        Description = "What stands between the columns of tagged words; by default a tab or white space, as the file has it."
    };
    private readonly Option<string?> _labelSeparator = new("--label-separator")
    {
        Description = "multi_label: what stands between several labels in a cell; by default a comma."
    };
    private readonly Option<string[]> _where = new("--where")
    {
        Description = "A column and what it must hold for a row to count: --where language=zh. May be repeated."
    };
    private readonly Option<string[]> _labelNames = new("--label-names")
    {
        Description = "Another name for a label of the file: --label-names contradictory=contradiction. May be repeated."
    };
    private readonly Option<bool> _header = new("--header") { Description = "The first row names the columns, even if all are numbers." };
    private readonly Option<bool> _noHeader = new("--no-header") { Description = "The first row is an example." };
    private readonly Option<int?> _limit = new("--limit") { Description = "The first so many examples alone." };
    private readonly Option<string?> _scorer = new("--scorer")
    {
        Description = "qa: squad or cmrc; by default cmrc for Chinese questions, else squad."
    };
    private readonly Option<string?> _delimiter = new("--delimiter")
    {
        Description = "What stands between the columns of a CSV or TSV file; by default a comma, in TSV a tab."
    };
    private readonly Option<string?> _encoding = new("--encoding")
    {
        Description = "The file's encoding, like windows-1252, gbk or big5; by default UTF-8."
    };
    private readonly Option<string?> _format = new("--format")
    {
        Description = "tsv, csv, jsonl, conll or json; by default the file's extension."
    };

    internal void AddTo(Command command)
    {
        Option[] options =
        [
            _text, _pair, _label, _columns, _choices, _separator, _labelSeparator, _scorer, _format,
            _delimiter, _encoding, _where, _labelNames, _header, _noHeader, _limit,
        ];
        foreach (Option option in options) command.Add(option);
    }

    /// <summary>Adds what a table of texts without labels needs.</summary>
    internal void AddTextsTo(Command command)
    {
        foreach (Option option in (Option[])[_text, _pair, _format, _delimiter, _encoding, _where, _header, _noHeader, _limit])
            command.Add(option);
    }

    /// <summary>Whether the line says something about a table's rows or columns.</summary>
    internal bool DescribeTable(ParseResult parsed) =>
        new Option[] { _text, _pair, _format, _delimiter, _where, _header, _noHeader, _limit }.Any(
            option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>The encoding of a file; null: UTF-8.</summary>
    internal string? Encoding(ParseResult parsed) => parsed.GetValue(_encoding);

    internal RecipeTable Table(string path, ParseResult parsed) => new()
    {
        Path = path,
        Kind = parsed.GetValue(_format),
        // What a shell hands on as two characters.
        Delimiter = parsed.GetValue(_delimiter)?.Replace("\\t", "\t", StringComparison.Ordinal),
        Encoding = parsed.GetValue(_encoding),
        Text = parsed.GetValue(_text),
        Pair = parsed.GetValue(_pair),
        Label = parsed.GetValue(_label),
        LabelColumns = parsed.GetValue(_columns) is { Length: > 0 } labels ? labels : null,
        Choices = parsed.GetValue(_choices) is { Length: > 0 } named ? named : null,
        Separator = parsed.GetValue(_separator),
        LabelSeparator = parsed.GetValue(_labelSeparator),
        Scorer = parsed.GetValue(_scorer),
        Where = Named(parsed, _where),
        LabelNames = Named(parsed, _labelNames),
        Header = Header(parsed),
        Limit = parsed.GetValue(_limit),
    };

    private bool? Header(ParseResult parsed) => (parsed.GetValue(_header), parsed.GetValue(_noHeader)) switch
    {
        (true, true) => throw new ConfigurationException("--header and --no-header say the opposite of each other: leave one out."),
        (true, false) => true,
        (false, true) => false,
        _ => null,
    };

    /// <summary>Names with their values, <c>name=value</c>; null: the option is not there.</summary>
    private static Dictionary<string, string>? Named(ParseResult parsed, Option<string[]> option)
    {
        if (parsed.GetValue(option) is not { Length: > 0 } assignments) return null;
        Dictionary<string, string> named = new(StringComparer.Ordinal);
        foreach (string assignment in assignments)
        {
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new ConfigurationException($"{option.Name} {assignment}: write it as name=value.");
            if (!named.TryAdd(assignment[..equals], assignment[(equals + 1)..]))
                throw new ConfigurationException($"{option.Name} names '{assignment[..equals]}' twice.");
        }
        return named;
    }
}
