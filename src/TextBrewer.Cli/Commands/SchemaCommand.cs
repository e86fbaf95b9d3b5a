using System.CommandLine;
using TextBrewer.Recipes.Reference;

namespace TextBrewer.Cli.Commands;

/// <summary><c>schema</c>: what an editor completes recipes by.</summary>
internal static class SchemaCommand
{
    internal static Command Make(Terminal terminal)
    {
        Command command = new(
            "schema",
            "The JSON schema of recipes: with \"$schema\": \"recipe.schema.json\" in a recipe, an editor completes its keys and warns.\n\n"
                + "Example: textbrewer schema > recipe.schema.json");
        command.SetAction(_ => terminal.Out.Write(RecipeSchema.Text));
        return command;
    }
}
