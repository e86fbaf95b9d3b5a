namespace TextBrewer.Testing;

/// <summary>A folder with a tiny teacher (a golden model with a vocabulary of its size), data and a recipe <c>recipe.json</c> that distils it into <c>run</c>.</summary>
public static class SmallRecipe
{
    /// <summary>Makes the folder.</summary>
    /// <param name="data">The text of <c>train.tsv</c>, which is the dev set too.</param>
    public static TemporaryFolder Folder(string data = "sentence\tlabel\ngood\tLABEL_1\nbad\tLABEL_0\n")
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["teacher"]);
        foreach (string file in new[] { "config.json", "model.safetensors" }) File.Copy(Golden.Path($"models/bert-sequence/{file}"), folder["teacher", file]);
        File.WriteAllLines(folder["teacher", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad"]);
        File.WriteAllText(folder["train.tsv"], data);
        File.WriteAllText(folder["recipe.json"], """
            {
              "data": { "train": { "path": "train.tsv" }, "dev": { "path": "train.tsv" } },
              "tokenizer": { "max_length": 16 },
              "teacher": { "model": "teacher" },
              "student": { "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" },
              "training": { "output_dir": "run", "num_epochs": 1, "batch_size": 1 },
              "distillation": { "temperature": 4, "intermediate_matches": [ { "layer_T": 3, "layer_S": 1, "feature": "hidden", "loss": "hidden_mse" } ] }
            }
            """);
        return folder;
    }
}
