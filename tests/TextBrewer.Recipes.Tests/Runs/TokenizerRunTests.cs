using System.Text.Json.Nodes;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks.Masking;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Runs whose tokenizer is not BERT's.</summary>
public sealed class TokenizerRunTests
{
    // RoBERTa's form, in 22 tokens: the texts of the small recipes need no more.
    private const string ByteLevel = """
        {
          "added_tokens": [
            {"id":0,"content":"<s>","special":true}, {"id":1,"content":"<pad>","special":true}, {"id":2,"content":"</s>","special":true},
            {"id":3,"content":"<unk>","special":true}, {"id":4,"content":"<mask>","special":true,"lstrip":true}
          ],
          "pre_tokenizer": {"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
          "post_processor": {"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],"trim_offsets":true,"add_prefix_space":true},
          "model": {
            "type": "BPE",
            "vocab": {
              "<s>":0,"<pad>":1,"</s>":2,"<unk>":3,"<mask>":4,"Ġ":5,"g":6,"o":7,"d":8,"b":9,"a":10,".":11,"G":12,"Ġg":13,"Ġb":14,"oo":15,
              "ood":16,"Ġgood":17,"ad":18
            },
            "merges": ["Ġ g","Ġ b","o o","oo d","Ġg ood","a d"]
          }
        }
        """;

    [Theory]
    [InlineData("classification")]
    [InlineData("tagging")]
    [InlineData("qa")]
    [InlineData("multiple_choice")]
    [InlineData("masked_lm")]
    public void Student_of_byte_level_pieces_is_saved_and_exported_with_the_file_that_was_read(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        File.Delete(folder["teacher", "vocab.txt"]);
        File.WriteAllText(folder["teacher", "tokenizer.json"], ByteLevel);
        RunResult result = RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], []), new RunHost());
        Assert.Equal(ByteLevel, File.ReadAllText(folder["run", "student", "tokenizer.json"]));
        Assert.False(File.Exists(folder["run", "student", "vocab.txt"]));
        Assert.InRange(result.Parity!["student_onnx_fp32"].LargestDifference, 0, 1e-5);
        using LoadedModel student = new(folder["run", "student"]);
        Assert.Equal(1, student.Task.Settings.Tokenizer.PadId);
    }

    [Fact]
    public void Mask_that_is_written_in_a_text_is_filled_whatever_it_is_called()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("masked_lm");
        File.Delete(folder["teacher", "vocab.txt"]);
        File.WriteAllText(folder["teacher", "tokenizer.json"], ByteLevel);
        using LoadedModel model = new(folder["teacher"], "masked_lm");
        MaskedPrediction filled = (MaskedPrediction)Predictor.Predict(model, [new("good <mask> <mask>bad")])[0];
        Assert.Equal(2, filled.Masks.Count);
        Assert.Contains(
            "at least one <mask>",
            Assert.Throws<ConfigurationException>(() => Predictor.Predict(model, [new("good bad")])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tokenizer_that_is_refused_or_another_models_is_said_before_the_weights_are_read()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.Delete(folder["teacher", "vocab.txt"]);
        File.Delete(folder["teacher", "model.safetensors"]); // whoever reads weights says that they are missing
        JsonNode file = JsonNode.Parse(ByteLevel)!;
        file["normalizer"] = new JsonObject { ["type"] = "Odd" };
        Says("the normalizer 'Odd'", file);
        file["normalizer"] = null;
        file["post_processor"]!["cls"]![1] = 6;
        Says("'<s>' is to have the id 6, and the vocabulary says 0", file);

        void Says(string sentence, JsonNode tokenizer)
        {
            File.WriteAllText(folder["teacher", "tokenizer.json"], tokenizer.ToJsonString());
            foreach (Action load in (Action[])[
                () => RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], []), new RunHost()),
                () => new LoadedModel(folder["teacher"], "classification").Dispose()])
                Assert.Contains(sentence, Assert.Throws<InvalidDataException>(load).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Vocabulary_that_is_larger_than_the_models_or_pads_with_a_word_is_refused()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.Delete(folder["teacher", "vocab.txt"]);
        File.WriteAllText(folder["teacher", "tokenizer.json"], SmallTokenizers.All["byte-level BPE"]);
        Says("and the model's vocab_size is 60: they are of two models");
        File.WriteAllText(folder["teacher", "tokenizer.json"], ByteLevel);
        JsonNode config = JsonNode.Parse(File.ReadAllText(folder["teacher", "config.json"]))!;
        config["pad_token_id"] = 17;
        File.WriteAllText(folder["teacher", "config.json"], config.ToJsonString());
        Says("pad_token_id is 17, which is the word 'Ġgood'");

        void Says(string sentence)
        {
            foreach (Action load in (Action[])[
                () => RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], []), new RunHost()),
                () => new LoadedModel(folder["teacher"], "classification").Dispose()])
                Assert.Contains(sentence, Assert.Throws<ConfigurationException>(load).Message, StringComparison.Ordinal);
        }
    }
}
