using TextBrewer.Text.Pieces;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

/// <summary>Another family of models behind the interface: its special tokens are its own, its pieces are letters.</summary>
public sealed class PieceTokenizerTests
{
    private static readonly SequenceTemplate Roberta = SequenceTemplate.Roberta(0, 2);

    private static readonly LetterTokenizer Tokenizer = new();

    [Fact]
    public void Pair_has_the_special_tokens_of_its_family()
    {
        Encoding encoding = Tokenizer.Encode("ab", "c");
        Assert.Equal(["<s>", "a", "b", "</s>", "</s>", "c", "</s>"], encoding.Tokens);
        Assert.Equal([-1, 0, 0, -1, -1, 1, -1], encoding.Sequence);
        Assert.All(encoding.TypeIds, type => Assert.Equal(0, type));
        Assert.Equal([(0, 0), (0, 1), (1, 2), (0, 0), (0, 0), (0, 1), (0, 0)], encoding.Offsets);
        Assert.Equal((2, 4), (Tokenizer.SpecialTokens(pair: false), Tokenizer.SpecialTokens(pair: true)));
    }

    [Fact]
    public void Truncation_and_windows_leave_room_for_the_special_tokens_of_the_family()
    {
        Encoding cut = Tokenizer.Encode("abc", "abcdef", maxLength: 9);
        Assert.Equal((9, true, 2, 3), (cut.Ids.Length, cut.Truncated, cut.Sequence.Count(s => s == 0), cut.Sequence.Count(s => s == 1)));
        IReadOnlyList<Encoding> windows = Tokenizer.Windows("a", "abcdefg", maxLength: 9, stride: 1);
        Assert.Equal(["abcd", "defg"], windows.Select(window => string.Concat(window.Tokens[4..^1])));
    }

    [Fact]
    public void Word_without_pieces_is_the_unknown_token()
    {
        WordEncoding encoding = Tokenizer.EncodeWords(["ab", "", "c"], 20);
        Assert.Equal([0, 4, 5, 3, 6, 2], encoding.Ids);
        Assert.Equal([-1, 0, 0, 1, 2, -1], encoding.Words);
        Assert.Equal([1, 3, 4], encoding.FirstTokens(3));
    }

    private sealed class LetterTokenizer() : PieceTokenizer(["<s>", "<pad>", "</s>", "<unk>", "a", "b", "c", "d", "e", "f", "g"], Roberta)
    {
        public override int PadId => 1;

        public override int MaxLength => 512;

        public override int UnknownId => 3;

        public override int? MaskId => null;

        public override bool IsSpecial(int id) => id < 4;

        public override bool ContinuesWord(int id) => false;

        public override void SaveTo(string folder) => throw new NotSupportedException();

        protected override PieceCutter Cutter() => new LetterCutter();
    }

    private sealed class LetterCutter : PieceCutter
    {
        private string _text = "";
        private int _at;

        internal override void Begin(string text) => (_text, _at) = (text, 0);

        internal override void Read(List<Piece> pieces, int most, CancellationToken cancellationToken)
        {
            for (; _at < _text.Length && pieces.Count < most; _at++) pieces.Add(new Piece(_text[_at] - 'a' + 4, _at, _at + 1));
        }
    }
}
