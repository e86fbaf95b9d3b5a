using System.CommandLine;
using System.Globalization;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli.Commands;

/// <summary><c>parameters</c>: how many parameters stand where in a model.</summary>
internal static class ParametersCommand
{
    internal static Command Make(Terminal terminal)
    {
        Argument<string> model = new("model") { Description = "A Hugging Face folder." };
        Option<int?> level = new("--max-level") { Description = "How deep the table goes; by default to the last parameter." };
        Command command = new("parameters", "A model's parameters by module.\n\nExample: textbrewer parameters runs/sst2/student --max-level 3") { model, level };
        command.SetAction(parsed =>
        {
            LibTorch.Load();
            using SequenceClassifier classifier = PretrainedFolder.LoadClassifier(parsed.GetRequiredValue(model)).Model;
            int depth = parsed.GetValue(level) ?? int.MaxValue;
            long total = ModelSize.Parameters(classifier);
            foreach (var group in classifier.named_parameters().GroupBy(p => string.Join('.', p.name.Split('.').Take(depth))))
            {
                long count = group.Sum(p => p.parameter.NumberOfElements);
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,14:N0}  {100.0 * count / total,6:F2} %  {group.Key}"));
            }
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{total,14:N0}  100.00 %  total"));
        });
        return command;
    }
}
