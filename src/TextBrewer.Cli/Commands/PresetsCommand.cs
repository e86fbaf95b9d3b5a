using System.CommandLine;
using TextBrewer.Cli.Screens;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Cli.Commands;

/// <summary><c>presets</c>: every name that a recipe can use, with a line each.</summary>
internal static class PresetsCommand
{
    internal static Command Make(Terminal terminal)
    {
        Option<bool> json = RunCommands.JsonOption();
        Option<string> expand = new("--expand") { Description = "Print a method as the recipe that it stands for." };
        Option<string> task = new("--task")
        {
            Description = "The kind of task that --expand is for.",
            DefaultValueFactory = _ => new Recipe().Task,
        };
        expand.HelpName = "method";
        expand.CompletionSources.Add([.. RecipeMethods.Names]);
        Command command = new(
            "presets",
            "Every method, loss, schedule, projection, optimizer, student and preset that a recipe can name.\n\nExample: textbrewer "
                + "presets --expand tinybert") { expand, task, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(expand) is null && parsed.GetResult(task) is { Implicit: false })
                throw new ConfigurationException(
                    "--task says for which kind of task --expand prints a method: name the method, or leave it out.");
            if (parsed.GetValue(expand) is { } method)
            {
                terminal.Out.Write(RecipeMethods.Text(method, parsed.GetValue(task)!));
                return;
            }
            IReadOnlyList<NameGroup> groups = RecipeNames.All();
            if (parsed.GetValue(json))
            {
                terminal.Out.WriteLine(RecipeNames.ToJson(groups));
                return;
            }
            foreach (NameGroup group in groups)
            {
                terminal.Out.WriteLine($"{group.Title} ({group.Key})");
                PlainText.WriteList(terminal, [.. group.Names.Select(name => (name.Name, name.Meaning))], indent: 2);
                terminal.Out.WriteLine();
            }
        });
        return command;
    }
}
