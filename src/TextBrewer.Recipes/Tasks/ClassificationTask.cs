using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Matching;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Heads;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks;

/// <summary>Single texts and pairs into classes: examples to batches, and what our models' output means.</summary>
public sealed class ClassificationTask(WordPieceTokenizer tokenizer, LabelSet labels, int maxLength)
{
    // A pair needs three special tokens and something between them.
    private const int ShortestLength = 5;

    private readonly int _maxLength = maxLength >= ShortestLength
        ? maxLength
        : throw new ConfigurationException($"The longest sequence is {maxLength} tokens; it must be at least {ShortestLength}: set max_length.");

    /// <summary>The labels.</summary>
    public LabelSet Labels => labels;

    /// <summary>The tokenizer.</summary>
    public WordPieceTokenizer Tokenizer => tokenizer;

    /// <summary>The longest sequence of tokens.</summary>
    public int MaxLength => _maxLength;

    /// <summary>Tokenizes the examples of a file.</summary>
    public IReadOnlyList<EncodedText> Encode(IReadOnlyList<TextExample> examples, string path) =>
        [.. examples.Select(example => Encode(example.Text, example.Pair, labels.IndexOf(example, path)))];

    /// <summary>Tokenizes one text or pair.</summary>
    public EncodedText Encode(string text, string? pair, int label)
    {
        Encoding encoding = tokenizer.Encode(text, pair, _maxLength);
        return new EncodedText(encoding.Ids, encoding.TypeIds, label);
    }

    /// <summary>Shuffled batches of similar length.</summary>
    public IBatchSource<TextBatch> Batches(IReadOnlyList<EncodedText> texts, int batchSize, int seed) =>
        Data.Batches.From(texts, batchSize, Collate, seed, length: t => t.Ids.Length);

    /// <summary>One batch.</summary>
    public TextBatch Collate(IReadOnlyList<EncodedText> texts) => new(texts, tokenizer.Vocabulary.PadId);

    /// <summary>A classifier with its adaptor, which keeps only the features that the matches name.</summary>
    public static AdaptedModel<TextBatch> Adapt(SequenceClassifier model, DistillationConfig? distillation = null)
    {
        EncoderOutputs wanted = Wanted(distillation);
        return Model.From(model, (TextBatch b) => model.Forward(b.Ids, b.Mask, b.Types, wanted))
            .With((b, o) => new Signals
            {
                Logits = o.Logits,
                Losses = model.Loss(o.Logits, b.Labels),
                InputsMask = b.Mask,
                Labels = b.Labels,
                Hidden = List(o.Encoder.Hidden),
                Attention = List(o.Encoder.Attention),
                AttentionScores = List(o.Encoder.AttentionScores),
                Query = List(o.Encoder.Query),
                Key = List(o.Encoder.Key),
                Value = List(o.Encoder.Value),
            });
    }

    private static IEnumerable<string> Features(DistillationConfig? distillation) =>
        distillation is null ? [] : distillation.Emd is { } emd ? distillation.IntermediateMatches.Features().Append(emd.Feature) : distillation.IntermediateMatches.Features();

    private static SignalList? List(IReadOnlyList<TorchSharp.torch.Tensor>? tensors) => tensors is null ? null : new SignalList(tensors);

    private static EncoderOutputs Wanted(DistillationConfig? distillation) =>
        Features(distillation).Aggregate(EncoderOutputs.None, (wanted, feature) => wanted | FeatureNames.Parse(feature) switch
        {
            Feature.Hidden => EncoderOutputs.HiddenStates,
            Feature.Attention => EncoderOutputs.AttentionProbabilities,
            Feature.AttentionScores => EncoderOutputs.AttentionScores,
            _ => EncoderOutputs.QueryKeyValue,
        });
}
