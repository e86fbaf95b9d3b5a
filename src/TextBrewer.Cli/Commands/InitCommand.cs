using System.CommandLine;
using TextBrewer.Naming;
using TextBrewer.Recipes.Scaffolding;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Cli.Commands;

/// <summary><c>init</c>: a first recipe, made by a look at data and a teacher, or a model to be trained into one.</summary>
internal static class InitCommand
{
    internal static Command Make(Terminal terminal)
    {
        Option<string> data = new("--data")
        {
            Description = "The training data: a table, tagged words, questions or plain text.",
            Required = true
        };
        Option<string?> teacher = new("--teacher")
        {
            Description = "The teacher: a Hugging Face folder, trained for the data's labels. The recipe distils it.",
        };
        Option<string?> model = new("--model")
        {
            Description = "In place of a teacher: the folder of a pretrained encoder. The recipe trains it into a teacher.",
        };
        Option<string?> task = new("--task")
        {
            Description = $"What a --model is trained for, where the data do not say it: "
                + $"{string.Join(", ", TaskKinds.All.Select(kind => kind.Name))}.",
        };
        Option<string?> dev = new("--dev")
        {
            Description = "The dev set; without one a tenth of the training data is kept apart, of 100 examples or more.",
        };
        Option<string?> output = new("--output")
        {
            Description = "The recipe that is written; by default recipe.json, with --model teacher.json.",
        };
        Option<bool> force = new("--force") { Description = "Replace a recipe that is there." };
        Command command = new(
            "init",
            "Looks at data and teacher and writes a recipe with comments, to check, run and change.\n\nExample: textbrewer init --data "
                + "train.tsv --teacher models/teacher") { data, teacher, model, task, dev, output, force };
        command.SetAction(parsed =>
        {
            ScaffoldSettings settings = new()
            {
                Data = parsed.GetRequiredValue(data),
                Teacher = parsed.GetValue(teacher),
                Model = parsed.GetValue(model),
                Task = parsed.GetValue(task),
                Dev = parsed.GetValue(dev),
                Force = parsed.GetValue(force),
            };
            if (parsed.GetValue(output) is { } named) settings = settings with { Output = named };
            foreach (string seen in RecipeScaffold.Write(settings)) terminal.Error.WriteLine(seen);
            terminal.Out.WriteLine(Next(settings));
        });
        return command;
    }

    private static string Next(ScaffoldSettings settings)
    {
        string recipe = CommandArgument.Of(settings.Output);
        if (settings.Teacher is not null) return $"Next: textbrewer check {recipe}, then textbrewer distill {recipe}";
        string model = Path.Combine(Path.GetDirectoryName(settings.Output) ?? "", settings.Run, "model");
        string dev = settings.Dev is null ? "" : $" --dev {CommandArgument.Of(settings.Dev)}";
        return $"Next: textbrewer check {recipe}, then textbrewer train {recipe}, then textbrewer init --data "
            + $"{CommandArgument.Of(settings.Data)} --teacher {CommandArgument.Of(model)}{dev}";
    }
}
