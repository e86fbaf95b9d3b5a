using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Encoders;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>The data sets of the comparison.</summary>
internal static class MethodSets
{
    // What the plain loop compares: the embeddings and every second layer of six with each of three.
    private static readonly (int, int)[] EverySecond = [(0, 0), (2, 1), (4, 2), (6, 3)];

    private static readonly JudgingFiles Sst2 = new("accuracy", "sst2", "dev.tsv", "test-labeled.tsv");

    /// <summary>
    /// Every data set; mean tokens of a training example: 31 (wnut17), 178 (a window of squad), 13 (sst2), 44 (msra_ner).
    /// </summary>
    internal static IReadOnlyList<MethodSet> All { get; } =
    [
        new("wnut17", "wnut17-minilm.json", new("f1", "wnut17", "emerging.dev.conll"), Goal: 56.0, MaxTokens: 16 * 32, RawTexts.English)
        {
            Plain = Padded(batch: 16, length: 128),
        },
        new("squad", "squad-minilm.json", new("f1", "squad", "v1.1-dev10.json"), Goal: 63.3, MaxTokens: 16 * 192, RawTexts.English)
        {
            Plain = Padded(batch: 16, length: 320),
        },
        new("sst2", "sst2.json", Sst2, Goal: 90.6, MaxTokens: 32 * 16, RawTexts.English)
        {
            Plain = Padded(batch: 32, length: 128),
        },
        new("sst2-random", "sst2-T4-tiny.json", Sst2, Goal: 87.0, MaxTokens: 32 * 16, RawTexts.English)
        {
            Plain = Padded(batch: 32, length: 128) with
            {
                Student = new EncoderConfig { NumHiddenLayers = 4, HiddenSize = 312, IntermediateSize = 1200 }, // T4-tiny
                Layers = [(0, 0), (3, 2), (6, 4)],
            },
            // Theseus: four layers are no groups of six's of the same size.
            Without = ["theseus"],
        },
        new("msra_ner", "msra_ner-BiGRU.json", new("f1", "msra_ner", "val.txt"), Goal: 71.6, MaxTokens: 32 * 48, RawTexts.Chinese)
        {
            Teacher = new ScratchTeacher("msra_ner-scratch"),
            // A BiGRU is no masked language model, which the general stages of three methods train. PKD compares layers between the first
            // and the last, and one layer has none. Theseus replaces layers of transformers.
            Without = ["distilbert", "tinybert", "minilm", "pkd", "theseus"],
            HasNoOtherStart = true, // a BiGRU is not made narrower
        },
    ];

    private static StepShape Padded(int batch, int length) => StepShape.Real with { Batch = batch, Length = length, Layers = EverySecond };
}
