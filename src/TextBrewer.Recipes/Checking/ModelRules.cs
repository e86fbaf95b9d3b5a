using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checking;

/// <summary>How the model that is trained is described: one way of three, and what it starts from.</summary>
internal static class ModelRules
{
    internal static IEnumerable<string> Problems(RecipeModel? model, string path)
    {
        if (model is null) yield break;
        if (new object?[] { model.Folder, model.Preset, model.Config }.Count(part => part is not null) != 1)
            yield return $"{path} needs exactly one of model, preset and config.";
        if (model.Preset is { } preset && !StudentShapes.Names.Contains(preset))
            yield return $"{path}.preset: there is no student '{preset}'.{Nearest.Question(preset, StudentShapes.Names)} "
                + $"Known: {string.Join(", ", StudentShapes.Names)}.";
        if (model.Vocabulary is { } vocabulary)
        {
            foreach (string problem in RuleAttribute.Problems(vocabulary, $"{path}.vocabulary")) yield return problem;
            if (model.Tokenizer is not null) yield return $"{path} has both tokenizer and vocabulary; leave one of the two out.";
            if (model.Folder is not null)
                yield return $"{path}.vocabulary stands beside a folder, whose weights know their own words; leave one of the two out.";
        }
        if (model.Initialize is null) yield break;
        if (model.Folder is not null)
            yield return $"{path}.initialize stands beside a folder, whose weights the model starts from; leave one of the two out.";
        if (model.Initialize is JsonObject search)
        {
            foreach (string problem in LayerSearch.Problems(search, $"{path}.initialize")) yield return problem;
        }
        else if (!IsKnown(model.Initialize))
        {
            string text = model.Initialize.GetValueKind() == JsonValueKind.String
                ? $"'{model.Initialize.GetValue<string>()}'"
                : model.Initialize.ToJsonString();
            yield return $"{path}.initialize is {text}; use {InitialLayers.Known}.";
        }
    }

    private static bool IsKnown(JsonNode initialize) => initialize is JsonArray
        || initialize is JsonValue value && value.TryGetValue(out string? name)
            && (name is InitialLayers.Random or InitialLayers.Auto or LayerSearch.Name || InitialLayers.Find(name) is not null);
}
