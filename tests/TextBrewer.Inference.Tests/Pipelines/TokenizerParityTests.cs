using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Features;

namespace TextBrewer.Inference.Tests.Pipelines;

/// <summary>A model of each newer family with a tokenizer of another kind gives the answers that <see cref="Predictor"/> gives.</summary>
public sealed class TokenizerParityTests
{
    private static readonly string[] Texts =
    [
        "the quick brown fox", "Jumps over  the lazy dog!", "", "here, her foxes", "ﬁne dögs \u2014 e\u0301 好电影 👍🏽 the end",
        string.Concat(Enumerable.Repeat("bad good fox ", 20)),
    ];

    /// <summary>Families and the kind of tokenizer that their models come with.</summary>
    public static TheoryData<string, string, string> Models()
    {
        TheoryData<string, string, string> data = [];
        foreach (string task in (string[])["classification", "tagging"])
        {
            data.Add(task, "xlm-roberta", "Unigram");
            data.Add(task, "deberta-v2", "Unigram of compiled rules");
            data.Add(task, "albert", "Unigram without accents");
            data.Add(task, "modernbert", "byte-level BPE");
            data.Add(task, "roberta", "byte-level BPE, NFC and a space before");
            data.Add(task, "mpnet", "BPE with byte fallback");
        }
        return data;
    }

    [Theory, MemberData(nameof(Models))]
    public void Model_of_a_family_answers_as_the_predictor_does_to_the_character(string task, string family, string tokenizer)
    {
        using TemporaryFolder folder = Trained(task, family, tokenizer);
        using LoadedModel expected = new(folder["onnx", "onnx"]);
        TextModelOptions options = new() { Folder = folder["onnx"], Precision = Precision.Float32, MaxPadding = 1 };
        if (task == "tagging")
        {
            using TokenTagger tagger = new(options);
            int found = 0;
            foreach (string text in Texts)
            {
                IReadOnlyList<TextEntity> entities = ((EntitiesPrediction)Predictor.Predict(expected, [new(text)])[0]).Entities;
                Assert.Equal(
                    entities.Select(entity => (entity.Type, entity.Start, entity.End, entity.Text)),
                    tagger.Tag(text).Entities.Select(entity => (entity.Type, entity.Start, entity.End, entity.Text)));
                found += entities.Count;
            }
            Assert.True(found > 0, "It finds nothing: nothing is compared.");
            return;
        }
        using TextClassifier classifier = new(options);
        foreach (string text in Texts)
        {
            IReadOnlyDictionary<string, float> scores = ((ClassPrediction)Predictor.Predict(expected, [new(text)])[0]).Probabilities;
            Classification answer = classifier.Classify(text);
            Assert.All(scores, pair => Assert.Equal(pair.Value, answer.Scores[pair.Key], 1e-5f));
        }
    }

    private static TemporaryFolder Trained(string task, string family, string tokenizer)
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["pieces"]);
        File.WriteAllText(folder["pieces", "tokenizer.json"], SmallTokenizers.All[tokenizer]);
        File.WriteAllText(
            folder["train.txt"],
            task == "tagging" ? "the\tO\nfox\tB-X\n\nbad\tO\ndog\tB-Y\n\n" : "sentence\tlabel\nthe fox\tgood\na dog\tbad\n");
        File.WriteAllText(folder["recipe.json"], $$"""
            {
              "task": "{{task}}",
              "data": { "train": { "path": "train.txt"{{(task == "tagging" ? "" : ", \"format\": \"tsv\"")}} } },
              "tokenizer": { "vocabulary": "pieces", "max_length": 24 },
              "model": {
                "config": {
                  "model_type": "{{family}}", "num_hidden_layers": 2, "hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 32,
                  "max_position_embeddings": 512
                },
                "initialize": "random"
              },
              "training": { "output_dir": "run", "num_steps": 40, "batch_size": 2, "learning_rate": 0.01, "seed": 1 }
            }
            """);
        RecipeRun.Train(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        using LoadedModel model = new(folder["run", "model"]);
        OnnxFolder.Write(model, folder["run", "model"], folder["onnx"], new RecipeExport { Int8 = false });
        return folder;
    }
}
