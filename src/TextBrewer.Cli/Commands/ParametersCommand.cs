using System.CommandLine;
using System.Globalization;
using TextBrewer.Naming;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Torch.Native;
using TextBrewer.Torch.Weights;
using TorchSharp;

namespace TextBrewer.Cli.Commands;

/// <summary><c>parameters</c>: how many parameters stand where in a model.</summary>
internal static class ParametersCommand
{
    internal static Command Make(Terminal terminal)
    {
        Argument<string> model = new("model") { Description = "A Hugging Face folder." };
        Option<int?> level = new("--max-level") { Description = "How deep the table goes; by default to the last parameter." };
        Command command = new(
            "parameters",
            "A model's parameters by module.\n\nExample: textbrewer parameters runs/sst2/student --max-level 3") { model, level };
        command.SetAction(parsed =>
        {
            int? depth = parsed.GetValue(level);
            if (depth < 0) throw new ConfigurationException(
                string.Create(CultureInfo.InvariantCulture, $"--max-level is {depth}; the model itself is level 0."));
            LibTorch.Load();
            using torch.nn.Module loaded = ModuleLoader.Load(parsed.GetRequiredValue(model));
            terminal.Out.Write(DisplayParameters.Text(loaded, depth));
        });
        return command;
    }
}
