using System.IO.Hashing;
using System.Runtime.InteropServices;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks;

/// <summary>An example as the model sees it.</summary>
/// <param name="Sequences">Its tokens: one sequence, or one for each choice.</param>
/// <param name="Target">What is to be learned from it.</param>
internal sealed record EncodedText(IReadOnlyList<TokenSequence> Sequences, Target Target)
{
    // Its buffers are larger than most examples, and every example of every batch is hashed.
    [ThreadStatic]
    private static XxHash128? _hash;

    /// <summary>An example of one sequence.</summary>
    public EncodedText(TokenSequence sequence, Target target) : this([sequence], target)
    {
    }

    /// <summary>Whether something was cut off.</summary>
    public bool Truncated { get; init; }

    /// <summary>What teachers see of it that have tokenizers of their own; null: all read these tokens.</summary>
    public TextViews? Views { get; init; }

    /// <summary>The tokens of its longest sequence.</summary>
    public int Length => Sequences.Max(sequence => sequence.Length);

    /// <summary>The tokens of all its sequences, each as long as the longest: what it takes in a batch.</summary>
    public int Tokens => Length * Sequences.Count;

    /// <summary>
    /// A hash of what a model sees of it, and of the positions that it is asked about, its label left out: the key of what a teacher says
    /// about it (XXH128).
    /// </summary>
    public UInt128 Key()
    {
        XxHash128 hash = _hash ??= new XxHash128();
        foreach (TokenSequence sequence in Sequences)
        {
            int length = sequence.Ids.Length;
            hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
            hash.Append(MemoryMarshal.AsBytes<int>(sequence.Ids));
            hash.Append(MemoryMarshal.AsBytes<int>(sequence.TypeIds));
        }
        foreach (int position in Target.Positions) hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in position)));
        Views?.AddTo(hash);
        UInt128 key = hash.GetCurrentHashAsUInt128();
        hash.Reset();
        return key;
    }
}
