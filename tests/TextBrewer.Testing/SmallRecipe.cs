namespace TextBrewer.Testing;

/// <summary>
/// A folder with a tiny teacher (a golden model with a vocabulary of its size), data and a recipe <c>recipe.json</c> that distils it into
/// <c>run</c>.
/// </summary>
public static class SmallRecipe
{
    /// <summary>The kinds of tasks that <see cref="FolderOf"/> knows.</summary>
    public static IReadOnlyList<string> Kinds =>
        ["classification", "multi_label", "regression", "tagging", "qa", "multiple_choice", "masked_lm"];

    /// <summary>Makes the folder for a kind of task: a golden teacher with the kind's head, and a few examples.</summary>
    public static TemporaryFolder FolderOf(string kind)
    {
        (string model, string data, string text, string settings) = kind switch
        {
            "multi_label" => ("bert-multilabel", "train.tsv", "sentence\tlabel\ngood "
                + "bad\tLABEL_1,LABEL_0\nbad\t\ngood\tLABEL_1\n", "\"kd_loss_type\": \"bce\","),
            "regression" => ("bert-regression", "train.tsv", "sentence\tlabel\ngood\t0.9\nbad\t-1e-1\ngood "
                + "bad\t0.25\n", "\"kd_loss_type\": \"mse\","),
            "tagging" => ("bert-token", "train.conll", "good\tB-X\nbad\tO\ngood\tI-X\n\nbad\tO\n\n", ""),
            "qa" => ("bert-qa", "train.json", """
                {
                  "version": "1.1",
                  "data": [
                    {
                      "title": "t",
                      "paragraphs": [
                        {
                          "context": "good bad good bad bad good good bad",
                          "qas": [ { "id": "1", "question": "bad", "answers": [ { "text": "bad good", "answer_start": 5 } ] } ]
                        }
                      ]
                    }
                  ]
                }
                """, ""),
            "multiple_choice" => ("bert-choice", "train.jsonl", """
                {"context":"good","choices":["bad","good bad","good"],"label":2}
                {"context":"bad","choices":["bad bad","good bad","good"],"label":0}

                """, ""),
            "masked_lm" => ("bert-mlm", "train.txt", "good bad bad. Good good\nbad good bad bad good\n", ""),
            _ => ("bert-sequence", "train.tsv", "sentence\tlabel\ngood\tLABEL_1\nbad\tLABEL_0\n", ""),
        };
        string trained = kind == "masked_lm" ? $"\"raw\": [\"{data}\"]" : $"\"train\": {{ \"path\": \"{data}\" }}";
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["teacher"]);
        foreach (string file in new[] {
            "config.json",
            "model.safetensors" }) File.Copy(Golden.Path($"models/{model}/{file}"), folder["teacher", file]);
        if (kind == "tagging") NameTags(folder["teacher", "config.json"]);
        File.WriteAllLines(folder["teacher", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad"]);
        File.WriteAllText(folder[data], text);
        File.WriteAllText(folder["recipe.json"], $$"""
            {
              "task": "{{kind}}",
              "data": { {{trained}}, "dev": { "path": "{{data}}" } },
              "tokenizer": { "max_length": 10, "stride": 2 },
              "teacher": { "model": "teacher" },
              "student": { "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" },
              "training": { "output_dir": "run", "num_epochs": 1, "batch_size": 2 },
              "distillation": {
                {{settings}}
                "temperature": 4,
                "hard_label_weight": 0.5,
                "intermediate_matches": "evenly:hidden_mse+evenly:mmd"
              }
            }
            """);
        return folder;
    }

    /// <summary>Gives the labels of a tagger, which have no meaning in golden models, the names of tags.</summary>
    /// <param name="path">Its <c>config.json</c>.</param>
    public static void NameTags(string path)
    {
        System.Text.Json.Nodes.JsonObject config = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        string[] tags = ["O", "B-X", "I-X", "B-Y", "I-Y", "B-Z", "I-Z"];
        string[] names = [.. tags.Take(config["id2label"]!.AsObject().Count)];
        config["id2label"] = new System.Text.Json.Nodes.JsonObject(
            names.Select((tag, i) => KeyValuePair.Create(FormattableString.Invariant($"{i}"), (System.Text.Json.Nodes.JsonNode?)tag)));
        config["label2id"] = new System.Text.Json.Nodes.JsonObject(
            names.Select((tag, i) => KeyValuePair.Create(tag, (System.Text.Json.Nodes.JsonNode?)i)));
        File.WriteAllText(path, config.ToJsonString());
    }

    /// <summary>Makes the folder.</summary>
    /// <param name="data">The text of <c>train.tsv</c>, which is the dev set too.</param>
    public static TemporaryFolder Folder(string data = "sentence\tlabel\ngood\tLABEL_1\nbad\tLABEL_0\n")
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["teacher"]);
        foreach (string file in new[] {
            "config.json",
            "model.safetensors" }) File.Copy(Golden.Path($"models/bert-sequence/{file}"), folder["teacher", file]);
        File.WriteAllLines(folder["teacher", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad"]);
        File.WriteAllText(folder["train.tsv"], data);
        File.WriteAllText(folder["recipe.json"], """
            {
              "data": { "train": { "path": "train.tsv" }, "dev": { "path": "train.tsv" } },
              "tokenizer": { "max_length": 16 },
              "teacher": { "model": "teacher" },
              "student": { "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" },
              "training": { "output_dir": "run", "num_epochs": 1, "batch_size": 1 },
              "distillation": {
                "temperature": 4,
                "intermediate_matches": [ { "layer_T": 3, "layer_S": 1, "feature": "hidden", "loss": "hidden_mse" } ]
              }
            }
            """);
        return folder;
    }
}
