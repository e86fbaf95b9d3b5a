using System.Text.Json.Nodes;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Tests;

/// <summary>Golden models with a head as ONNX folders, float32 and int8, with a vocabulary of a few English and Chinese pieces.</summary>
internal static class GoldenFolder
{
    private static readonly string[] Tags = ["O", "B-X", "I-X", "B-Y", "I-Y", "B-Z", "I-Z"];

    /// <summary>Every golden model that a class of the library reads.</summary>
    internal static IReadOnlyList<string> Names => [.. Golden.Folders("models").Where(name => name.Contains('-', StringComparison.Ordinal)
        && name.Split('-')[^1] is "sequence" or "multilabel" or "regression" or "token" or "qa" or "choice")];

    /// <summary>Exports a golden model into <c>onnx</c>.</summary>
    internal static TemporaryFolder Of(string name)
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["model"]);
        foreach (string file in new[] {
            "config.json",
            "model.safetensors" }) File.WriteAllBytes(folder["model", file], File.ReadAllBytes(Golden.Path($"models/{name}/{file}")));
        if (name.EndsWith("-token", StringComparison.Ordinal)) NameTags(folder["model", "config.json"]);
        VocabularyLearner.Learn(["a gem of a film, a good film", "the worst, bad and dull", "好电影"], 55, new TokenizerOptions())
            .Save(folder["model", "vocab.txt"]);
        using LoadedModel model = new(
            folder["model"],
            tokenizer: new RecipeTokenizer { MaxLength = 18, Stride = 3, MaxQuestionLength = 6, MaxAnswerLength = 5 });
        OnnxFolder.Write(model, folder["model"], folder["onnx"], new RecipeExport());
        return folder;
    }

    // Golden models have labels without a meaning.
    private static void NameTags(string path)
    {
        JsonObject config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        int count = config["id2label"]!.AsObject().Count;
        config["id2label"] = new JsonObject(
            Tags.Take(count).Select((tag, i) => KeyValuePair.Create(FormattableString.Invariant($"{i}"), (JsonNode?)tag)));
        config["label2id"] = new JsonObject(Tags.Take(count).Select((tag, i) => KeyValuePair.Create(tag, (JsonNode?)i)));
        File.WriteAllText(path, config.ToJsonString());
    }
}
