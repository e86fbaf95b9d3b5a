using System.Text;
using TextBrewer.Text.Characters;
using TextBrewer.Text.Normalizing;
using TextBrewer.Text.Pieces;

namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// BERT's pipeline, character by character and without a buffer but that of a word: words end at white space and punctuation, and each is
/// cut into the longest pieces of the vocabulary (Wu et al. 2016).
/// </summary>
/// <param name="pipeline">The pipeline, of BERT's normalizer and words.</param>
internal sealed class WordPieceCutter(Pipeline pipeline) : PieceCutter
{
    // How many characters are read without a look at the caller: some microseconds.
    private const int Watched = 4096;

    private readonly BertCharacters _characters = ((BertNormalizer)pipeline.Normalizers[0]).Characters();
    private readonly WordCutter _cutter = pipeline.Model.Cutter();
    private readonly WordBuffer _word = new();
    private string _text = "";
    private int _at;

    internal override void Begin(string text)
    {
        (_text, _at) = (text, 0);
        _word.Clear();
    }

    internal override void Read(List<Piece> pieces, int most, CancellationToken cancellationToken)
    {
        while (pieces.Count < most && _at < _text.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int pause = _text.Length - _at > Watched ? _at + Watched : _text.Length;
            while (pieces.Count < most && _at < pause) ReadCharacter(pieces);
        }
        if (pieces.Count < most) EndWord(pieces);
    }

    private void ReadCharacter(List<Piece> pieces)
    {
        int start = _at;
        char unit = _text[start];
        if (pipeline.Original.At(_text.AsSpan(start)) is { } added) // written in a text it stands for itself
        {
            EndWord(pieces);
            _at += added.Content.Length;
            pieces.Add(new Piece(added.Id, start, _at));
        }
        else if (BertCharacters.IsPlain(unit))
        {
            _at++;
            Add(_characters.OfPlain(unit), start, pieces);
        }
        else
        {
            Rune.DecodeFromUtf16(_text.AsSpan(start), out Rune rune, out int length); // half a surrogate pair is U+FFFD, which is dropped
            _at += length;
            foreach (Rune part in _characters.Of(rune)) Add(part, start, pieces);
        }
    }

    private void Add(Rune rune, int start, List<Piece> pieces)
    {
        bool isSpace = CharacterClass.IsWhiteSpace(rune);
        if (!isSpace && !CharacterClass.IsPunctuation(rune))
        {
            _word.Append(rune, start, _at);
            return;
        }
        EndWord(pieces);
        if (isSpace) return;
        _word.Append(rune, start, _at);
        EndWord(pieces);
    }

    private void EndWord(List<Piece> pieces)
    {
        if (_word.IsEmpty) return;
        int before = pieces.Count;
        if (_word.IsTooLong) pieces.Add(new Piece(pipeline.Model.UnknownId!.Value, _word.Place.Start, _word.Place.End));
        else
        {
            _cutter.Cut(_word.Text, pieces);
            for (int i = before; i < pieces.Count; i++)
            {
                (int start, int end) = _word.PlaceOf(pieces[i].Start, pieces[i].End);
                pieces[i] = pieces[i] with { Start = start, End = end };
            }
        }
        _word.Clear();
    }
}
