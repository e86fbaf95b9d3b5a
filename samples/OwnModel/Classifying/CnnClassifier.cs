using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OwnModel.Classifying;

/// <summary>
/// A convolution over pairs of words, the maximum over the phrase, a classifier (Kim 2014). Its output is a tuple, which only its adaptor
/// has to know.
/// </summary>
public sealed class CnnClassifier : nn.Module<Tensor, (Tensor Logits, Tensor Features)>
{
    private readonly Embedding words;
    private readonly Conv1d pairs;
    private readonly Linear head;

    /// <summary>Makes a classifier with random weights.</summary>
    /// <param name="width">Width of the embeddings.</param>
    /// <param name="filters">How many filters look at each pair of words.</param>
    /// <param name="seed">Decides the weights.</param>
    public CnnClassifier(int width, int filters, int seed) : base("cnn")
    {
        random.manual_seed(seed);
        words = nn.Embedding(Phrase.Vocabulary, width);
        pairs = nn.Conv1d(width, filters, kernel_size: 2);
        head = nn.Linear(filters, Phrase.Topics);
        RegisterComponents();
    }

    /// <summary>Logits (batch, topics) and features (batch, pairs, filters) of words (batch, length).</summary>
    public override (Tensor Logits, Tensor Features) forward(Tensor input)
    {
        Tensor embedded = words.call(input).transpose(1, 2); // (batch, width, length)
        Tensor features = pairs.call(embedded).relu(); // (batch, filters, pairs)
        return (head.call(features.amax([2])), features.transpose(1, 2));
    }
}
