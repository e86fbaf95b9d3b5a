using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks.Masking;

/// <summary>
/// Masks words of a text (Devlin et al. 2019, section 3.1; whole words as in the authors' later release; anew in each epoch as Liu et al.
/// 2019). Each word is chosen on its own with the probability that the settings give, so that this is the share of tokens on average;
/// where none is, one is drawn. Of each chosen token a second draw says what stands in its place. Safe from many threads.
/// </summary>
internal sealed class WordMasking
{
    private readonly RecipeMasking _settings;
    private readonly int _maskId;
    private readonly bool[] _isSpecial;
    private readonly bool[] _continues;
    private readonly int[] _ordinary;

    /// <exception cref="ConfigurationException">The vocabulary has no token for a mask.</exception>
    internal WordMasking(ITokenizer tokenizer, RecipeMasking settings)
    {
        _settings = settings;
        _maskId = tokenizer.MaskId ?? throw new ConfigurationException(
            "The tokenizer's vocabulary has no token that stands for a masked word: a masked_lm task needs one, like BERT's [MASK].");
        int[] ids = [.. Enumerable.Range(0, tokenizer.Tokens.Count)];
        _isSpecial = [.. ids.Select(tokenizer.IsSpecial)];
        _continues = [.. ids.Select(id => settings.WholeWords && tokenizer.ContinuesWord(id))];
        _ordinary = [.. ids.Where(id => !_isSpecial[id])];
    }

    /// <summary>A text with masks. The same arguments give the same masks, anywhere.</summary>
    /// <param name="text">The text as it is.</param>
    /// <param name="seed">The run's.</param>
    /// <param name="epoch">The epoch, from 0; other ones mask other words.</param>
    /// <param name="place">The text's place in its file.</param>
    internal EncodedText Mask(EncodedText text, int seed, int epoch, int place)
    {
        TokenSequence sequence = text.Sequences[0];
        Random random = DrawSeed.Random(seed, epoch, place);
        List<int> places = Chosen(sequence.Ids, random);
        if (places.Count == 0) return text with { Target = MaskTarget.Undrawn };
        int[] ids = [.. sequence.Ids];
        foreach (int i in places) ids[i] = Instead(ids[i], random);
        return text with
        {
            Sequences = [sequence with { Ids = ids }],
            Target = new MaskTarget([.. places], [.. places.Select(i => sequence.Ids[i])]),
        };
    }

    /// <summary>The places of the tokens to be guessed, in ascending order; none where a text has no word.</summary>
    private List<int> Chosen(int[] ids, Random random)
    {
        List<int> chosen = [], words = [];
        bool isChosen = false;
        for (int i = 0; i < ids.Length; i++)
        {
            if (_isSpecial[ids[i]]) continue;
            if (Begins(ids, i))
            {
                words.Add(i);
                isChosen = random.NextDouble() < _settings.Probability;
            }
            if (isChosen) chosen.Add(i);
        }
        // A text of which nothing is to be guessed would teach nothing.
        if (chosen.Count > 0 || words.Count == 0) return chosen;
        int first = words[random.Next(words.Count)], end = first + 1;
        while (end < ids.Length && !_isSpecial[ids[end]] && !Begins(ids, end)) end++;
        return [.. Enumerable.Range(first, end - first)];
    }

    /// <summary>A piece that goes on with nothing, behind a special token, is a word too.</summary>
    private bool Begins(int[] ids, int place) => !_continues[ids[place]] || place == 0 || _isSpecial[ids[place - 1]];

    private int Instead(int token, Random random)
    {
        double draw = random.NextDouble();
        return draw < _settings.Mask ? _maskId
            : draw < _settings.Mask + _settings.Random ? _ordinary[random.Next(_ordinary.Length)]
            : token;
    }
}
