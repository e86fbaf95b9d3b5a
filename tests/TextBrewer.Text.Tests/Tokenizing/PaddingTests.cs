using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Tests.Tokenizing;

public sealed class PaddingTests
{
    private static readonly TokenSequence[] Rows = [new([5, 6, 7], [0, 0, 1]), new([8], [1])];

    [Fact]
    public void Fill_puts_the_padding_token_mask_0_and_type_0_behind_each_row()
    {
        long[] ids = new long[6], mask = [9, 9, 9, 9, 9, 9], types = [9, 9, 9, 9, 9, 9];
        Padding.Fill(Rows, 3, padId: 2, ids, mask, types);
        Assert.Equal([5, 6, 7, 8, 2, 2], ids);
        Assert.Equal([1, 1, 1, 1, 0, 0], mask);
        Assert.Equal([0, 0, 1, 1, 0, 0], types);
    }

    [Theory]
    [InlineData(2, 6)]
    [InlineData(3, 3)]
    public void Fill_of_what_does_not_fit_is_refused(int length, int size) => Assert.Throws<ArgumentException>(
        () => Padding.Fill(Rows, length, 0, new long[size], new long[size], new long[size]));
}
