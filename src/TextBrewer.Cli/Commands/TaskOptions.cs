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
