using System.Collections;
using System.Diagnostics;
using System.Globalization;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Stores;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>
/// Copies of the training texts whose words are changed anew each epoch. As a list it has the texts themselves, as often as there are
/// copies, by whose lengths batches are made; <see cref="Draw"/> changes one.
/// </summary>
internal sealed class AugmentedTexts : IReadOnlyList<EncodedText>, IDisposable
{
    // Enough that their time tells that of all.
    private const int Sample = 64;

    private readonly TextTask _task;
    private readonly IReadOnlyList<EncodedText> _texts;
    private readonly Augmentation[] _ofCopy; // what changes the words of each copy of a text
    private readonly List<(string By, IWordSource Words)> _sources = [];
    private bool _hasWords;
    private int _epoch;

    /// <param name="task">The task of the texts.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="recipe">How words are changed, checked.</param>
    /// <exception cref="ConfigurationException">A model cannot replace words, or there are too many copies to be counted.</exception>
    internal AugmentedTexts(TextTask task, IReadOnlyList<EncodedText> texts, IReadOnlyList<RecipeAugmentation> recipe)
    {
        (_task, _texts) = (task, texts);
        long copies = recipe.Sum(augmentation => (long)augmentation.Copies);
        if (copies * texts.Count > Array.MaxLength) throw new ConfigurationException(string.Create(
            CultureInfo.InvariantCulture,
            $"{copies} copies of {texts.Count} texts are {copies * texts.Count:N0}, more than an epoch may have: set copies lower."));
        Facts = [.. recipe.Select(augmentation => new AugmentationFacts(augmentation.By, (long)augmentation.Copies * texts.Count))];
        try
        {
            _ofCopy = [.. recipe.SelectMany(augmentation => Enumerable.Repeat(Open(augmentation), augmentation.Copies))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many texts an epoch has by each augmentation.</summary>
    internal IReadOnlyList<AugmentationFacts> Facts { get; }

    /// <summary>What decides the words that replace others, beside texts and settings: models, by the name of what they are for.</summary>
    internal IEnumerable<(string By, TeacherFingerprint Fingerprint)> Fingerprints =>
        _sources.Where(source => source.Words.Fingerprint is not null).Select(source => (source.By, source.Words.Fingerprint!));

    /// <summary>The most bytes that words take in memory.</summary>
    internal long Bytes => _sources.Sum(source => source.Words.Bytes);

    public int Count => _texts.Count * _ofCopy.Length;

    public EncodedText this[int index] => _texts[index % _texts.Count];

    /// <summary>Makes the draws of a run.</summary>
    /// <param name="seed">The run's seed.</param>
    internal Draw<EncodedText> Drawn(int seed) => (text, epoch, place) => Draw(text, seed, epoch, place);

    /// <summary>A text with its words changed, without its label; never longer. The same arguments give the same, on any thread.</summary>
    internal EncodedText Draw(EncodedText text, int seed, int epoch, int place)
    {
        Volatile.Write(ref _epoch, epoch);
        return Changed(text, seed, epoch, place);
    }

    private EncodedText Changed(EncodedText text, int seed, int epoch, int place)
    {
        Random random = DrawSeed.Random(seed, epoch, place);
        Augmentation augmentation = _ofCopy[place / _texts.Count];
        return ChangedText.Of(_task, text, words => augmentation(place % _texts.Count).Apply(words, random));
    }

    /// <summary>Looks for all words that replace others, where that has not been done.</summary>
    /// <param name="training">Says where a model computes.</param>
    /// <param name="progress">Makes who looks on.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    internal void Find(TrainingConfig training, Func<string, ITrainingObserver?> progress, CancellationToken cancellationToken)
    {
        if (_hasWords) return;
        int[] all = [.. Enumerable.Range(0, _texts.Count)];
        foreach ((string by, IWordSource words) in _sources.Where(source => source.Words.Searches))
        {
            ITrainingObserver? observer = progress($"looking for words ({by})");
            observer?.Starting(new RunStart(0, all.Length, null, 0));
            words.Find(all, training, Done, cancellationToken);

            void Done(int texts) => observer?.Step(new StepReport(texts, all.Length, 0, new Dictionary<string, double>(), 0, null));
        }
        _hasWords = true;
    }

    /// <summary>Looks for the words of a sample of the texts alone, and of no others later.</summary>
    /// <returns>About how many seconds it would take for all of them.</returns>
    internal double FindSample(TrainingConfig training, CancellationToken cancellationToken)
    {
        int[] sample = Spread.Of([.. Enumerable.Range(0, _texts.Count)], Sample);
        double seconds = 0;
        foreach ((_, IWordSource words) in _sources.Where(source => source.Words.Searches && !_hasWords))
        {
            long start = Stopwatch.GetTimestamp();
            words.Find(sample, training, _ => { }, cancellationToken);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds * _texts.Count / sample.Length;
        }
        _hasWords = true;
        return seconds;
    }

    /// <summary>The text that a drawn one was made of, and by what; null: none of the newest epochs'.</summary>
    /// <param name="key">The drawn text's key.</param>
    /// <param name="seed">The run's seed.</param>
    internal (int Text, string By)? Origin(UInt128 key, int seed)
    {
        // Batches are made ahead: the newest one may be of the next epoch already.
        int newest = Volatile.Read(ref _epoch);
        for (int epoch = newest; epoch >= Math.Max(0, newest - 1); epoch--)
            for (int place = 0; place < Count; place++)
                if (Changed(this[place], seed, epoch, place).Key() == key) return (place % _texts.Count, By(place));
        return null;
    }

    public IEnumerator<EncodedText> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach ((_, IWordSource words) in _sources) words.Dispose();
    }

    private Augmentation Open(RecipeAugmentation recipe)
    {
        AugmentationKind kind = AugmentationKinds.Find(recipe.By)!;
        IWordSource words = kind.Source?.Invoke(recipe, _task, _texts) ?? new OwnWords();
        _sources.Add((recipe.By, words));
        return kind.Make(recipe, words);
    }

    private string By(int place)
    {
        long before = 0;
        foreach (AugmentationFacts facts in Facts)
            if (place < (before += facts.Texts)) return facts.By;
        throw new UnreachableException();
    }
}
