using System.Globalization;
using TextBrewer.Configuration;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Naming;
using TextBrewer.Stores;
using TextBrewer.Text.Features;
using TextBrewer.Text.Tokenizing;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>
/// The words that a masked language model expects in the place of each word of a single token, most probable first, one of which is drawn
/// (Jiao et al. 2020, "TinyBERT", Algorithm 1: the word is masked; K = 15). Words of several tokens, for which the paper looks in GloVe's
/// vectors, stay. Where a text has more than seven words, every seventh is masked at the same time, BERT's own share of masks, so that a
/// text of any length takes seven passes; the paper masks one at a time.
/// </summary>
internal sealed class MaskedWords : IWordSource
{
    /// <summary>How many words are kept for each where nobody says it.</summary>
    internal const int UsualCount = 15;

    private const int Groups = 7;
    private const int Chunk = 256;

    // Of the logits of all masked places of a batch.
    private const long LogitBytes = 1 << 26;

    private readonly TextTask _task;
    private readonly IReadOnlyList<EncodedText> _texts;
    private readonly int[]?[] _found; // of an example: for each of its words of a single token so many tokens
    private readonly int _mask;
    private readonly int _count;
    private readonly float[] _forbidden; // −∞ for tokens that are no words
    private MaskedLanguageModel? _model;

    private MaskedWords(MaskedLanguageModel model, int count, TextTask task, IReadOnlyList<EncodedText> texts)
    {
        (_model, _task, _texts, _found) = (model, task, texts, new int[texts.Count][]);
        ITokenizer tokenizer = task.Settings.Tokenizer;
        _mask = MaskToken.Of(tokenizer);
        _forbidden = new float[model.Config.VocabSize];
        // What stands in brackets is a special token, or one that was left free for some: no word.
        for (int id = 0; id < _forbidden.Length; id++)
            if (id >= tokenizer.Tokens.Count || tokenizer.IsSpecial(id) || tokenizer.ContinuesWord(id)
                || tokenizer.Tokens[id] is ['[', .., ']']) _forbidden[id] = float.NegativeInfinity;
        _count = Math.Min(count, _forbidden.Count(bias => bias == 0));
        Fingerprint = TeacherFingerprint.OfModule(model);
    }

    /// <summary>Opens a model.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="count">How many words are kept for each.</param>
    /// <param name="task">The task of the texts.</param>
    /// <param name="texts">The texts.</param>
    /// <exception cref="ConfigurationException">It is no masked language model, or cannot read these texts.</exception>
    internal static MaskedWords Open(string folder, int count, TextTask task, IReadOnlyList<EncodedText> texts)
    {
        MaskedLanguageModel model = Load(folder);
        int positions = model.Config.Positions, tokens = task.Settings.Tokenizer.Tokens.Count;
        string? problem = task.Settings.MaxLength > positions
            ? string.Create(CultureInfo.InvariantCulture, $"has {positions} positions, and texts may have {task.Settings.MaxLength} tokens")
            : tokens > model.Config.VocabSize
                ? string.Create(CultureInfo.InvariantCulture, $"knows {model.Config.VocabSize} tokens, and the tokenizer has {tokens}")
                : null;
        if (problem is null) return new MaskedWords(model, count, task, texts);
        model.Dispose();
        throw new ConfigurationException($"The masked language model '{folder}' {problem}: it cannot read these texts.");
    }

    public TeacherFingerprint? Fingerprint { get; }

    public bool Searches => true;

    /// <summary>Four bytes for each of its words and word of the texts; tokens are counted as if all were such words.</summary>
    public long Bytes => 4L * _count * _texts.Sum(text => (long)text.Tokens);

    public void Find(IReadOnlyList<int> examples, TrainingConfig training, Action<int> progress, CancellationToken cancellationToken)
    {
        using MaskedLanguageModel model = _model ?? throw new InvalidOperationException("A model is asked once.");
        _model = null;
        Device device = RunDevice.Of<TextBatch>(training, model);
        RunDevice.Move(model, device);
        model.eval();
        using var noGrad = no_grad();
        using Tensor forbidden = tensor(_forbidden).to(device);
        int done = 0;
        foreach (int[] chunk in examples.Chunk(Chunk))
        {
            MaskedText[] masked = [.. chunk.SelectMany(Masked)];
            int most = (int)Math.Max(1, LogitBytes / sizeof(float) / _forbidden.Length);
            foreach (int[] batch in LengthBatches.Of([.. masked.Select(text => text.Sequence.Length)], most * 2))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Find(model, forbidden, [.. batch.Select(i => masked[i])]);
            }
            progress(done += chunk.Length);
        }
    }

    public Word Draw(int example, Word word, Random random) => word.Number >= 0 && _found[example] is { } words
        ? word with { Replacement = words[(word.Number * _count) + random.Next(_count)] }
        : word;

    public void Dispose() => _model?.Dispose();

    private static MaskedLanguageModel Load(string folder)
    {
        try
        {
            return PretrainedFolder.Load(folder, config => new MaskedLanguageModel(config, seed: 0)).Model;
        }
        catch (InvalidDataException problem)
        {
            throw new ConfigurationException(
                $"'{folder}' is no masked language model (transformers' …ForMaskedLM), which replaces words. {problem.Message}",
                problem);
        }
    }

    /// <summary>An example with its words masked, a group of them at a time.</summary>
    private IEnumerable<MaskedText> Masked(int example)
    {
        EncodedText text = _texts[example];
        HashSet<IReadOnlyList<Word>> seen = new(ReferenceEqualityComparer.Instance);
        ILookup<int, (int Place, int Number)> words = WordRegion.Of(_task, text)
            .Where(region => seen.Add(region.Words))
            .SelectMany(region => region.Words.Where(word => word.Number >= 0)
                .Select(word => (region.Sequence, Word: (region.Start + word.Start, word.Number))))
            .ToLookup(word => word.Sequence, word => word.Word);
        _found[example] = new int[words.Sum(sequence => sequence.Count()) * _count];
        foreach (IGrouping<int, (int Place, int Number)> own in words)
        {
            int groups = Math.Min(Groups, own.Count());
            for (int group = 0; group < groups; group++)
            {
                (int Place, int Number)[] hidden = [.. own.Where((_, i) => i % groups == group)];
                TokenSequence sequence = text.Sequences[own.Key];
                int[] ids = [.. sequence.Ids];
                foreach ((int place, _) in hidden) ids[place] = _mask;
                yield return new MaskedText(example, sequence with { Ids = ids }, hidden);
            }
        }
    }

    private void Find(MaskedLanguageModel model, Tensor forbidden, MaskedText[] texts)
    {
        using var scope = NewDisposeScope();
        EncodedText[] encoded = Array.ConvertAll(texts, text => new EncodedText(text.Sequence, new ClassTarget(-1)));
        using TextArrays arrays = new(encoded, _task.Settings.Tokenizer.PadId, ClassTarget.Labels(encoded));
        using TextBatch batch = new(arrays);
        batch.MoveTo(forbidden.device);
        // Of a text with fewer masks than another the first stands once more in the places that are left.
        int most = texts.Max(text => text.Hidden.Length);
        long[] places =
        [
            .. from text in texts
               from i in Enumerable.Range(0, most)
               select (long)text.Hidden[i % text.Hidden.Length].Place,
        ];
        Tensor at = tensor(places, [texts.Length, most]).to(forbidden.device);
        Tensor logits = model.ForwardAt(batch.Ids, batch.Mask, batch.Types, at).All[0] + forbidden; // (batch, places, vocabulary)
        long[] best = [.. logits.topk(_count, dim: -1).indexes.cpu().data<long>()]; // (batch, places, count)
        foreach ((int row, MaskedText text) in texts.Index())
            foreach ((int place, (_, int number)) in text.Hidden.Index())
                for (int i = 0; i < _count; i++)
                    _found[text.Example]![(number * _count) + i] = (int)best[(((row * most) + place) * _count) + i];
    }

    /// <param name="Example">Its place.</param>
    /// <param name="Sequence">One of its sequences, with masks.</param>
    /// <param name="Hidden">The words behind the masks: their tokens, and their numbers.</param>
    private sealed record MaskedText(int Example, TokenSequence Sequence, (int Place, int Number)[] Hidden);
}
