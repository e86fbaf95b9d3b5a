using System.CommandLine;
using System.CommandLine.Completions;
using TextBrewer.Naming;

namespace TextBrewer.Cli.Commands;

/// <summary><c>completion</c>: what a shell completes the program's lines by; <c>complete</c>, which its script asks.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _textbrewer() {
          local IFS=$'\n'
          local found=$(textbrewer complete --position "$COMP_POINT" "$COMP_LINE" 2>/dev/null)
          COMPREPLY=($(compgen -W "$found" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _textbrewer textbrewer

        """;

    private const string Zsh = """
        #compdef textbrewer
        _textbrewer() {
          local -a found
          found=("${(@f)$(textbrewer complete --position "$CURSOR" "$BUFFER" 2>/dev/null)}")
          compadd -a found || _files
        }
        compdef _textbrewer textbrewer

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName textbrewer -ScriptBlock {
          param($word, $line, $position)
          textbrewer complete --position $position "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }

        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["pwsh"] = PowerShell,
    };

    /// <summary>Prints a shell's script.</summary>
    internal static Command Make(Terminal terminal)
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh or pwsh (PowerShell)." };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        Command command = new(
            "completion",
            "Prints what has a shell complete commands and options. In ~/.bashrc: eval \"$(textbrewer completion bash)\"; in ~/.zshrc, "
                + "after compinit: eval \"$(textbrewer completion zsh)\"; in $PROFILE: textbrewer completion pwsh | Out-String | "
                + "Invoke-Expression.\n\nExample: textbrewer completion bash") { shell };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            terminal.Out.Write(Scripts.TryGetValue(name, out string? script)
                ? script.ReplaceLineEndings("\n")
                : throw new ConfigurationException($"There is no script for '{name}'; there are bash, zsh and pwsh."));
        });
        return command;
    }

    /// <summary>What may stand at a place of a line, a word each: what the scripts ask.</summary>
    /// <param name="terminal">Where it is written.</param>
    /// <param name="root">The program.</param>
    internal static Command MakeComplete(Terminal terminal, Command root)
    {
        Argument<string> line = new("line") { Description = "The line, the program's name first." };
        Option<int?> position = new("--position") { Description = "The cursor's place; by default the line's end." };
        Command command = new("complete", "What may stand at a place of a line.") { line, position };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            string typed = parsed.GetRequiredValue(line);
            int at = Math.Clamp(parsed.GetValue(position) ?? typed.Length, 0, typed.Length);
            // A shell leaves out the blank behind the last word.
            if (parsed.GetValue(position) > typed.Length) typed += ' ';
            else typed = typed[..at];
            foreach (CompletionItem item in root.Parse(typed).GetCompletions(typed.Length))
                terminal.Out.WriteLine(item.InsertText ?? item.Label);
        });
        return command;
    }
}
