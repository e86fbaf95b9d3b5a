using System.CommandLine;
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
        Description = "What stands between the columns of tagged words, or between several labels in a cell."
    };
    private readonly Option<string?> _scorer = new("--scorer")
    {
        Description = "qa: squad or cmrc; by default cmrc for Chinese questions, else squad."
    };
    private readonly Option<string?> _format = new("--format")
    {
        Description = "tsv, csv, jsonl, conll or json; by default the file's extension."
    };

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_text, _pair, _label, _columns, _choices, _separator, _scorer, _format]) command.Add(option);
    }

    internal RecipeTable Table(string path, ParseResult parsed) => new()
    {
        Path = path,
        Kind = parsed.GetValue(_format),
        Text = parsed.GetValue(_text),
        Pair = parsed.GetValue(_pair),
        Label = parsed.GetValue(_label),
        LabelColumns = parsed.GetValue(_columns) is { Length: > 0 } labels ? labels : null,
        Choices = parsed.GetValue(_choices) is { Length: > 0 } named ? named : null,
        Separator = parsed.GetValue(_separator),
        LabelSeparator = parsed.GetValue(_separator),
        Scorer = parsed.GetValue(_scorer),
    };
}
