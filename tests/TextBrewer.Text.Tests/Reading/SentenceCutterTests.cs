using TextBrewer.Text.Reading;

namespace TextBrewer.Text.Tests.Reading;

public sealed class SentenceCutterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t ", "")]
    [InlineData("One.", "One.")]
    [InlineData("no end at all", "no end at all")]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("He said: “Go.” She went. (So did he.) Good.", "He said: “Go.”|She went.|(So did he.)|Good.")]
    [InlineData("\"Really?\" he asked. \"Yes!\" \"No!\"", "\"Really?\" he asked.|\"Yes!\"|\"No!\"")]
    [InlineData("Dr. Smith met J. R. Jones in the U.S. Senate. They talked.", "Dr. Smith met J. R. Jones in the U.S. Senate.|They talked.")]
    [InlineData("It costs $3.50 at No. 5 etc. and more. No. Really.", "It costs $3.50 at No. 5 etc. and more.|No.|Really.")]
    [InlineData("Wait... What?! Yes.", "Wait...|What?!|Yes.")]
    [InlineData("wait ... what", "wait ... what")]
    [InlineData("it 's good . we like it . It is .", "it 's good . we like it .|It is .")]
    [InlineData("1. First item. Second sentence.", "1. First item.|Second sentence.")]
    [InlineData("It was 1999. Then it was 2000.", "It was 1999.|Then it was 2000.")]
    [InlineData("www.example.com is e.g. This. So am I. Good.", "www.example.com is e.g. This.|So am I.|Good.")]
    [InlineData("今天很好。他说：“走吧！”她走了？是的", "今天很好。|他说：“走吧！”|她走了？|是的")]
    [InlineData("他来了……然后走了。", "他来了……然后走了。")]
    [InlineData("版本3.5发布。Good news. 很好！", "版本3.5发布。|Good news.|很好！")]
    [InlineData("...", "...")]
    [InlineData("。。。", "。。。")]
    [InlineData("😀. A 😀! B", "😀.|A 😀!|B")]
    public void Cut_finds_the_sentences(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SentenceCutter.Cut(text).Select(range => text[range])));

    [Fact]
    public void Cut_loses_nothing_but_white_space()
    {
        Random random = new(5);
        const string letters = "aB1 .!?…。！？”\"')( \t天\uD83D\uDE00";
        for (int i = 0; i < 2000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => letters[random.Next(letters.Length)]));
            string kept = string.Concat(SentenceCutter.Cut(text).Select(range => text[range]));
            Assert.Equal(Solid(text), Solid(kept));
        }

        static string Solid(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
    }
}
