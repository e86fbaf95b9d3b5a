using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils;

namespace OwnModel.Reviewing;

/// <summary>A bidirectional GRU over words, the mean of its states, a classifier.</summary>
public sealed class BiGruClassifier : nn.Module<Tensor, Tensor, (Tensor Logits, Tensor States)>
{
    private readonly Embedding words;
    private readonly GRU gru;
    private readonly Linear head;

    /// <summary>Makes a classifier with random weights.</summary>
    /// <param name="width">Width of the embeddings and of each direction.</param>
    /// <param name="seed">Decides the weights.</param>
    public BiGruClassifier(int width, int seed) : base("gru")
    {
        random.manual_seed(seed);
        words = nn.Embedding(Review.Vocabulary, width, padding_idx: 0);
        gru = nn.GRU(width, width, bidirectional: true, batchFirst: true);
        head = nn.Linear(2 * width, 2);
        RegisterComponents();
    }

    /// <summary>
    /// Logits (batch, 2) and states (batch, words, 2 · width), 0 at padding, of words (batch, words) with lengths (batch).
    /// </summary>
    public override (Tensor Logits, Tensor States) forward(Tensor input, Tensor lengths)
    {
        using rnn.PackedSequence packed = rnn.pack_padded_sequence(words.call(input), lengths, batch_first: true, enforce_sorted: false);
        (rnn.PackedSequence output, _) = gru.call(packed);
        using (output)
        {
            Tensor states = rnn.pad_packed_sequence(output, batch_first: true).Item1; // (batch, words, 2 · width)
            return (head.call(states.sum(1) / lengths.unsqueeze(-1)), states);
        }
    }
}
