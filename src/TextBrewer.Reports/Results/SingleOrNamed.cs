using System.Text.Json.Serialization;

namespace TextBrewer.Reports.Results;

/// <summary>
/// One value, or several under names: a dev set or several, and what is measured on each. In JSON the one value stands alone.
/// </summary>
[JsonConverter(typeof(SingleOrNamedConverter))]
public sealed class SingleOrNamed<T>(IReadOnlyList<KeyValuePair<string, T>> items)
{
    /// <summary>The name of a value that stands alone.</summary>
    public const string Unnamed = "";

    /// <summary>Holds one value that stands alone.</summary>
    public SingleOrNamed(T value)
        : this([new(Unnamed, value)])
    {
    }

    /// <summary>Names and values, in the order of the JSON.</summary>
    public IReadOnlyList<KeyValuePair<string, T>> Items => items;

    /// <summary>The first value: the only one, where it stands alone.</summary>
    public T First => items[0].Value;

    /// <summary>Changes each value and keeps its name.</summary>
    public SingleOrNamed<TResult> Select<TResult>(Func<T, TResult> change) =>
        new([.. items.Select(i => new KeyValuePair<string, TResult>(i.Key, change(i.Value)))]);
}
