using System.CommandLine;
using TextBrewer.Recipes.Checking;

namespace TextBrewer.Cli.Commands;

/// <summary><c>presets</c>: every name that a recipe can use, with a line each.</summary>
internal static class PresetsCommand
{
    internal static Command Make(Terminal terminal)
    {
        Option<bool> json = RunCommands.JsonOption();
        Command command = new(
            "presets",
            "Every loss, schedule, projection, optimizer, student and preset that a recipe can name.\n\nExample: textbrewer "
                + "presets") { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<NameGroup> groups = RecipeNames.All();
            if (parsed.GetValue(json))
            {
                terminal.Out.WriteLine(RecipeNames.ToJson(groups));
                return;
            }
            foreach (NameGroup group in groups)
            {
                terminal.Out.WriteLine($"{group.Title} ({group.Key})");
                int width = group.Names.Max(name => name.Name.Length);
                foreach (NameLine name in group.Names) terminal.Out.WriteLine($"  {name.Name.PadRight(width)}  {name.Meaning}".TrimEnd());
                terminal.Out.WriteLine();
            }
        });
        return command;
    }
}
