using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Pieces;
using TextBrewer.Text.Splitting;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// Takes a text through a pipeline part by part: up to the next added token, or to a space behind a letter where the pipeline is local.
/// </summary>
internal sealed class PipelineCutter(Pipeline pipeline) : PieceCutter
{
    // The least of a text that is taken at once.
    private const int PartLength = 256;

    /// <summary>A word, by its number, or an added token.</summary>
    private readonly record struct Item(int Word, AddedMatch Token);

    private readonly WordCutter _cutter = pipeline.Model.Cutter();
    private readonly CutText _words = new();
    private readonly List<Item> _items = [];
    private AlignedText _normalized = new(), _spare = new();
    private CutText _cut = new(), _cutFiner = new();
    private string _text = "";
    private int _at;
    private int _item;
    private bool _isFirst; // whether nothing came yet of what stands between two added tokens

    /// <inheritdoc/>
    internal override void Begin(string text)
    {
        (_text, _at, _item, _isFirst) = (text, 0, 0, true);
        _items.Clear();
        if (text.Length > 0) return;
        // At a text's end what is large is given back.
        foreach (CutText cut in (CutText[])[_words, _cut, _cutFiner]) cut.Clear();
        _normalized.Clear();
        _spare.Clear();
    }

    /// <inheritdoc/>
    internal override void Read(List<Piece> pieces, int most, CancellationToken cancellationToken)
    {
        while (pieces.Count < most)
        {
            if (_item < _items.Count) Take(_items[_item++], pieces);
            else if (_at < _text.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadPart();
            }
            else return;
        }
    }

    private void Take(Item item, List<Piece> pieces)
    {
        if (item.Word < 0)
        {
            pieces.Add(new Piece(item.Token.Id, item.Token.Start, item.Token.End));
            return;
        }
        int before = pieces.Count, start = _words.StartOf(item.Word);
        AlignedText text = _words.Text;
        _cutter.Cut(text.Text[start.._words.EndOf(item.Word)], pieces);
        for (int i = before; i < pieces.Count; i++)
        {
            Piece piece = pieces[i];
            pieces[i] = piece with { Start = text.StartOf(start + piece.Start), End = text.EndOf(start + piece.End - 1) };
        }
    }

    private void ReadPart()
    {
        _items.Clear();
        _words.Clear();
        _item = 0;
        int end = PartEnd();
        AddedMatch? found = pipeline.Original.Find(_text, _at, end);
        int stop = found?.Start ?? end;
        if (stop > _at)
        {
            Normalize(_at, stop, new TextPart(_isFirst, IsLast: found is not null || stop == _text.Length));
            Split();
        }
        _at = found?.End ?? stop;
        if (found is not { } token) return;
        _items.Add(new Item(-1, token));
        _isFirst = true;
    }

    private int PartEnd()
    {
        if (!pipeline.IsLocal) return _text.Length;
        for (int at = _at + PartLength; at < _text.Length; at++)
        {
            int next = _text.AsSpan(at).IndexOf(' ');
            if (next < 0) break;
            at += next;
            if (char.IsLetterOrDigit(_text[at - 1])) return at;
        }
        return _text.Length;
    }

    private void Normalize(int start, int end, TextPart part)
    {
        _normalized.Clear();
        _normalized.Append(_text, start, end);
        foreach (Normalizer normalizer in pipeline.Normalizers)
        {
            _spare.Clear();
            normalizer.Apply(_normalized, _spare, part);
            (_normalized, _spare) = (_spare, _normalized);
        }
        if (_normalized.Length > 0) _isFirst = false;
    }

    /// <summary>Finds added tokens in the normalised text, and cuts what is between them into words.</summary>
    private void Split()
    {
        int at = 0, length = _normalized.Length;
        while (at < length)
        {
            AddedMatch? found = pipeline.Normalized.Find(_normalized.Text, at, length);
            SplitWords(at, found?.Start ?? length);
            if (found is not { } token) return;
            at = token.End;
            _items.Add(new Item(-1, token with { Start = _normalized.StartOf(token.Start), End = _normalized.EndOf(token.End - 1) }));
        }
    }

    private void SplitWords(int start, int end)
    {
        int before = _words.Words;
        if (pipeline.PreTokenizers.Count == 0) _words.AppendWord(_normalized, start, end);
        else
        {
            _cut.Clear();
            CutText to = pipeline.PreTokenizers.Count == 1 ? _words : _cut;
            pipeline.PreTokenizers[0].Cut(_normalized, start, end, to);
            for (int i = 1; i < pipeline.PreTokenizers.Count; i++)
            {
                to = i + 1 == pipeline.PreTokenizers.Count ? _words : _cutFiner;
                if (to == _cutFiner) to.Clear();
                for (int word = 0; word < _cut.Words; word++)
                    pipeline.PreTokenizers[i].Cut(_cut.Text, _cut.StartOf(word), _cut.EndOf(word), to);
                if (to == _cutFiner) (_cut, _cutFiner) = (_cutFiner, _cut);
            }
        }
        for (int word = before; word < _words.Words; word++) _items.Add(new Item(word, default));
    }
}
