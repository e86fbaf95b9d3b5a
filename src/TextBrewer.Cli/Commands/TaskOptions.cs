using System.CommandLine;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Cli.Commands;

/// <summary>The options that say how a model's texts become tokens.</summary>
internal sealed class TaskOptions
{
    private readonly Option<string?> _task = new(
        "--task")
    {
        Description = $"{Kinds()}; by default what the folder's config.json says."
    };
    private readonly Option<int?> _length = new("--max-length")
    {
        Description = "The longest sequence of tokens; by default what the model was trained with, else 128, for qa 320."
    };
    private readonly Option<int?> _stride = new("--stride")
    {
        Description = "qa: how many tokens neighbouring windows of a passage share; by default 128."
    };
    private readonly Option<int?> _question = new("--max-question-length")
    {
        Description = "qa: the longest question, in tokens; by default 64."
    };
    private readonly Option<int?> _answer = new("--max-answer-length")
    {
        Description = "qa: the longest answer, in tokens; by default 30."
    };

    private readonly Option<bool> _int8 = new("--int8") { Description = "The folder's int8 model, onnx/model_int8.onnx." };

    private readonly Option<bool> _weights = new("--weights")
    {
        Description = "Take the weights in torch; by default what a service takes: int8, else the ONNX file, else the weights."
    };

    private static string Kinds()
    {
        string[] names = [.. TaskKinds.All.Select(kind => kind.Name)];
        return $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    internal void AddTo(Command command, bool int8 = true)
    {
        if (int8) command.Add(_int8);
        foreach (Option option in (Option[])[_task, _length, _stride, _question, _answer]) command.Add(option);
    }

    /// <summary>Adds the options of a command that takes the model as a service does.</summary>
    internal void AddServedTo(Command command)
    {
        command.Add(_weights);
        AddTo(command);
    }

    /// <summary>The model as a service takes it, which is said where the folder has its weights too, or its weights.</summary>
    internal ModelSettings BindServed(string folder, ParseResult parsed, Terminal terminal)
    {
        ModelSettings named = Bind(folder, parsed), served = parsed.GetValue(_weights) ? named : named.Served();
        if (served != named) terminal.Error.WriteLine($"Taken is {(served.Int8 ? "the int8 file" : "the float32 ONNX file")}, as a service "
            + "takes it; --weights takes the weights.");
        return served;
    }

    internal ModelSettings Bind(string folder, ParseResult parsed) => new()
    {
        Folder = folder,
        Task = parsed.GetValue(_task),
        Tokenizer = new RecipeTokenizer
        {
            MaxLength = parsed.GetValue(_length),
            Stride = parsed.GetValue(_stride),
            MaxQuestionLength = parsed.GetValue(_question),
            MaxAnswerLength = parsed.GetValue(_answer),
        },
        Int8 = parsed.GetResult(_int8) is not null && parsed.GetValue(_int8),
    };
}
