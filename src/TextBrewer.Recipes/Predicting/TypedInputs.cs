using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Choosing;

namespace TextBrewer.Recipes.Predicting;

/// <summary>What a person types, as the inputs of a task.</summary>
internal static class TypedInputs
{
    internal static IReadOnlyList<PredictionInput> Of(TextTask task, PredictionSettings settings) => task switch
    {
        AnsweringTask when settings.Passage is { } passage => [.. settings.Lines.Select(line => new PredictionInput(line, passage))],
        AnsweringTask => Pairs(settings.Lines),
        ChoiceTask => [.. settings.Lines.Select(line => Chosen(line, settings.Choices))],
        _ => settings.Pairs ? Pairs(settings.Lines) : [.. settings.Lines.Select(line => new PredictionInput(line))],
    };

    /// <summary>Lines with a tab, or two lines for each pair.</summary>
    private static PredictionInput[] Pairs(IReadOnlyList<string> lines)
    {
        string[][] parts = [.. lines.Select(line => line.Split('\t'))];
        if (parts.All(part => part.Length == 2)) return [.. parts.Select(part => new PredictionInput(part[0], part[1]))];
        if (parts.All(part => part.Length == 1) && lines.Count % 2 == 0)
            return [.. lines.Chunk(2).Select(two => new PredictionInput(two[0], two[1]))];
        throw new ConfigurationException("Texts of two parts (--pairs; questions with their passages) are given with one tab in each text, "
            + "or as an even number of texts without any.");
    }

    private static PredictionInput Chosen(string line, IReadOnlyList<string> choices)
    {
        if (choices.Count > 0) return new PredictionInput(line, null, choices);
        string[] parts = line.Split('\t');
        return new PredictionInput(parts[0], null, parts[1..]);
    }
}
