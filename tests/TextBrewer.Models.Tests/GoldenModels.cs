using System.Text.Json;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Testing;

namespace TextBrewer.Models.Tests;

/// <summary>The golden checkpoints, whichever there are.</summary>
internal static class GoldenModels
{
    private static readonly string[] Places = ["models", "modern/models"];

    /// <summary>Every checkpoint, by its folder among the golden ones.</summary>
    internal static IEnumerable<string> Names => Places.SelectMany(place => Golden.Folders(place).Select(name => $"{place}/{name}"));

    /// <summary>A checkpoint's folder among the golden ones, from that or from its name alone.</summary>
    internal static string Folder(string name) => name.Contains('/', StringComparison.Ordinal)
        ? name
        : $"{Places.First(place => Golden.Folders(place).Contains(name))}/{name}";

    /// <summary>What a checkpoint was given, and what it gave.</summary>
    internal static JsonElement Expected(string name) => Golden.Json($"{Folder(name)}/expected.json");

    /// <summary>The class of transformers that wrote a checkpoint.</summary>
    internal static string Architecture(string name) => Config(name).Architectures![0];

    internal static EncoderConfig Config(string name) => EncoderConfig.FromFile(Golden.Path($"{Folder(name)}/config.json"));

    /// <summary>A small recurrent model, of which there is no golden one: transformers has none.</summary>
    internal static EncoderConfig BiGru(int layers = 1) =>
        StudentShapes.Apply("BiGRU", new EncoderConfig { VocabSize = 40, MaxPositionEmbeddings = 20 }) with
        {
            HiddenSize = 12,
            NumAttentionHeads = 2,
            NumHiddenLayers = layers,
        };

    internal static TaskModel Load(string name)
    {
        string folder = Golden.Path(Folder(name)), architecture = Architecture(name);
        return PretrainedFolder
            .Load<TaskModel>(folder, config => architecture[architecture.IndexOf("For", StringComparison.Ordinal)..] switch
                {
                    "ForSequenceClassification" => new SequenceClassifier(config),
                    "ForTokenClassification" => new TokenClassifier(config),
                    "ForQuestionAnswering" => new QuestionAnswerer(config),
                    "ForMultipleChoice" => new MultipleChoice(config),
                    "ForMaskedLM" => new MaskedLanguageModel(config),
                    _ => throw new InvalidOperationException(architecture),
                })
            .Model;
    }
}
