using System.Globalization;
using System.Text.Json.Nodes;
using TextBrewer.Testing;

namespace TextBrewer.Torture;

/// <summary>
/// Makes the folder of a scenario: a tiny teacher, data, a recipe. Its runs take seconds, and every part of a run is in them.
/// </summary>
internal static class ScenarioFolder
{
    internal const string Run = "run";

    private const int Examples = 48;

    internal static void Make(string folder, Scenario scenario)
    {
        Directory.CreateDirectory(Path.Combine(folder, "teacher"));
        foreach (string file in (string[])["config.json", "model.safetensors"])
            File.Copy(Golden.Path($"models/bert-sequence/{file}"), Path.Combine(folder, "teacher", file));
        File.WriteAllLines(Path.Combine(folder, "teacher", "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad"]);
        string[] texts = [.. Enumerable.Range(0, Examples).Select(Text)];
        string[] rows = [.. texts.Select((text, i) => $"{text}\tLABEL_{i % 2}")];
        File.WriteAllLines(Path.Combine(folder, "train.tsv"), ["sentence\tlabel", .. rows]);
        File.WriteAllLines(Path.Combine(folder, "dev.tsv"), ["sentence\tlabel", .. rows.Take(9)]);
        File.WriteAllLines(Path.Combine(folder, "extra.tsv"), ["sentence", .. texts.Take(12).Select(text => $"bad {text}")]);
        JsonObject recipe = JsonNode.Parse("""
            {
              "task": "classification",
              "data": { "train": { "path": "train.tsv", "text": "sentence", "label": "label" }, "dev": { "path": "dev.tsv" } },
              "tokenizer": { "max_length": 12 },
              "teacher": { "model": "teacher" },
              "student": { "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" },
              "training": { "output_dir": "run", "num_epochs": 6, "batch_size": 4, "learning_rate": 1e-3 },
              "distillation": {
                "temperature": 4,
                "hard_label_weight": 0.5,
                "intermediate_matches": [ { "layer_T": 3, "layer_S": 1, "feature": "hidden", "loss": "hidden_mse" } ]
              },
              "export": { "int8": false }
            }
            """)!.AsObject();
        scenario.Change(recipe);
        File.WriteAllText(Path.Combine(folder, "recipe.json"), recipe.ToJsonString());
    }

    // The digits of a number in words: no two texts are the same, and their lengths differ.
    private static string Text(int number)
    {
        string digits = (number + 2).ToString("b", CultureInfo.InvariantCulture);
        return string.Join(' ', digits.Select(digit => digit == '1' ? "good" : "bad"));
    }
}
