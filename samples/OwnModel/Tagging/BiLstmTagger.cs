using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils;

namespace OwnModel.Tagging;

/// <summary>A bidirectional LSTM over words, with a classifier at each.</summary>
public sealed class BiLstmTagger : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding words;
    private readonly LSTM lstm;
    private readonly Linear head;

    /// <summary>Makes a tagger with random weights.</summary>
    /// <param name="width">Width of the embeddings and of each direction.</param>
    /// <param name="seed">Decides the weights.</param>
    public BiLstmTagger(int width, int seed) : base("tagger")
    {
        random.manual_seed(seed);
        words = nn.Embedding(TaggedSentence.Vocabulary, width, padding_idx: 0);
        lstm = nn.LSTM(width, width, bidirectional: true, batchFirst: true);
        head = nn.Linear(2 * width, TaggedSentence.TagCount);
        RegisterComponents();
    }

    /// <summary>Logits (batch, length, tags) of words (batch, length) with lengths (batch).</summary>
    public override Tensor forward(Tensor input, Tensor lengths)
    {
        // Packed, so that the backward direction begins at the last word and not in the padding.
        using rnn.PackedSequence packed = rnn.pack_padded_sequence(words.call(input), lengths, batch_first: true, enforce_sorted: false);
        (rnn.PackedSequence states, _, _) = lstm.call(packed);
        using (states) return head.call(rnn.pad_packed_sequence(states, batch_first: true).Item1); // (batch, length, tags)
    }
}
