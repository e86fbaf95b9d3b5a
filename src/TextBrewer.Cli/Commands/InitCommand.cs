using System.CommandLine;
using TextBrewer.Recipes.Scaffolding;

namespace TextBrewer.Cli.Commands;

/// <summary><c>init</c>: a first recipe, made by a look at data and teacher.</summary>
internal static class InitCommand
{
    internal static Command Make(Terminal terminal)
    {
        Option<string> data = new("--data")
        {
            Description = "The training data: a table, tagged words, questions or plain text.",
            Required = true
        };
        Option<string> teacher = new("--teacher") { Description = "The teacher: a Hugging Face folder.", Required = true };
        Option<string?> dev = new("--dev") { Description = "The dev set; without one a tenth of the training data is kept apart." };
        Option<string> output = new("--output")
        {
            Description = "The recipe that is written.",
            DefaultValueFactory = _ => new ScaffoldSettings { Data = "", Teacher = "" }.Output,
        };
        Option<bool> force = new("--force") { Description = "Replace a recipe that is there." };
        Command command = new(
            "init",
            "Looks at data and teacher and writes a recipe with comments, to check, run and change.\n\nExample: textbrewer init --data "
                + "train.tsv --teacher models/teacher") { data, teacher, dev, output, force };
        command.SetAction(parsed =>
        {
            string recipe = parsed.GetRequiredValue(output);
            foreach (string seen in RecipeScaffold.Write(new ScaffoldSettings
            {
                Data = parsed.GetRequiredValue(data),
                Teacher = parsed.GetRequiredValue(teacher),
                Dev = parsed.GetValue(dev),
                Output = recipe,
                Force = parsed.GetValue(force),
            })) terminal.Error.WriteLine(seen);
            string quoted = RunCommands.Quote(recipe);
            terminal.Out.WriteLine($"Next: textbrewer check {quoted}, then textbrewer distill {quoted}");
        });
        return command;
    }
}
