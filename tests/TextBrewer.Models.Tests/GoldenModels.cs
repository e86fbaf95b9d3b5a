using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Testing;

namespace TextBrewer.Models.Tests;

/// <summary>The golden checkpoints, whichever there are.</summary>
internal static class GoldenModels
{
    internal static IEnumerable<string> Names => Golden.Folders("models");

    /// <summary>The class of transformers that wrote a checkpoint.</summary>
    internal static string Architecture(string name) => Config(name).Architectures![0];

    internal static EncoderConfig Config(string name) => EncoderConfig.FromFile(Golden.Path($"models/{name}/config.json"));

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
        string folder = Golden.Path($"models/{name}"), architecture = Architecture(name);
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
