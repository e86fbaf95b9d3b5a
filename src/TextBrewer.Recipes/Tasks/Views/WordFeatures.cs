using TextBrewer.Adaptors;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Views;

/// <summary>
/// What layers say at words, where teacher and student cut these into different tokens: the mean over a word's tokens, at the word's first
/// token of the student; the first position as it is. Of attention probabilities what goes to the tokens of a word is added up, so that
/// rows stay distributions (Clark et al. 2019, "What Does BERT Look At?").
/// </summary>
internal static class WordFeatures
{
    /// <summary>Signals with the features of their layers at words.</summary>
    /// <param name="signals">Signals at the tokens of one side.</param>
    /// <param name="means">The mean over the tokens of each word, (rows, the student's length, length); asked for at need.</param>
    /// <param name="mask">1 where a word is, (rows, the student's length).</param>
    internal static Signals Of(Signals signals, Func<Tensor> means, Func<Tensor> mask) => signals.Select(
        (feature, list) => feature.HasLayers ? list.With([.. list.Select(values => At(feature, values, means(), mask()))]) : list);

    private static Tensor At(Feature feature, Tensor values, Tensor means, Tensor mask)
    {
        if (!feature.AxesOf((int)values.Dimensions).Contains(Axis.Length)) return values;
        Tensor rows = means.to(values.dtype); // (batch, words, length)
        if (!feature.Axes.Contains(Axis.Heads)) return rows.matmul(values); // (batch, words, width)
        Tensor columns = feature == Features.Attention ? rows.gt(0).to(values.dtype) : rows;
        Tensor pooled = rows.unsqueeze(1).matmul(values).matmul(columns.transpose(1, 2).unsqueeze(1)); // (batch, heads, words, words)
        return feature.Padding == 0
            ? pooled
            : pooled.masked_fill(mask.eq(0).unsqueeze(1).unsqueeze(1), feature.Padding); // keys that are no words
    }
}
