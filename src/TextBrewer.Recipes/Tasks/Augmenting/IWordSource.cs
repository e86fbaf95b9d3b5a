using TextBrewer.Configuration;
using TextBrewer.Stores;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>What gives the words that stand in place of others; drawing is safe from many threads.</summary>
internal interface IWordSource : IDisposable
{
    /// <summary>What decides its words beside the texts; null: nothing does.</summary>
    TeacherFingerprint? Fingerprint => null;

    /// <summary>The most bytes that its words take in memory.</summary>
    long Bytes => 0;

    /// <summary>Whether it has to look for its words before any is drawn.</summary>
    bool Searches => false;

    /// <summary>
    /// Looks for the words of examples, once, on the thread that asks. A word that it was not asked about stays itself where it is drawn.
    /// </summary>
    /// <param name="examples">The places of the examples.</param>
    /// <param name="training">Says where it computes.</param>
    /// <param name="progress">Told how many of the examples are done.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    void Find(IReadOnlyList<int> examples, TrainingConfig training, Action<int> progress, CancellationToken cancellationToken)
    {
    }

    /// <summary>Draws what stands in a word's place; the word itself where there is nothing.</summary>
    /// <param name="example">The place of its example.</param>
    /// <param name="word">The word.</param>
    /// <param name="random">The chance.</param>
    Word Draw(int example, Word word, Random random);

    /// <summary>Frees what only <see cref="Find"/> needs.</summary>
    void IDisposable.Dispose()
    {
    }
}
