using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace TextBrewer.Naming;

/// <summary>An open table of what one kind of name in a configuration stands for. <see cref="Register"/> adds a name of your own.</summary>
/// <typeparam name="T">What a name stands for.</typeparam>
/// <param name="kind">The kind, as error messages say it.</param>
public sealed class NameTable<T>(string kind) : IEnumerable<string>
{
    private readonly ConcurrentDictionary<string, Func<Named, T>> _makers = new(StringComparer.Ordinal);

    /// <summary>Registers a name while the table is built.</summary>
    [SuppressMessage(
        "Design",
        "CA1044:Properties should not be write only",
        Justification = "Only collection initialisers use it; reading goes through Make.")]
    public Func<Named, T> this[string name] { init => _makers[name] = value; }

    /// <summary>The known names, in ordinal order.</summary>
    public IEnumerable<string> Names => _makers.Keys.Order(StringComparer.Ordinal);

    /// <summary>Adds a name, or replaces what it stood for.</summary>
    public void Register(string name, Func<Named, T> make) => _makers[name] = make;

    /// <summary>This table with instances under names of their own, which win over registered ones.</summary>
    public NameTable<T> With(IReadOnlyDictionary<string, T> own)
    {
        NameTable<T> table = new(kind);
        foreach ((string name, Func<Named, T> make) in _makers) table.Register(name, make);
        foreach ((string name, T instance) in own) table.Register(name, _ => instance);
        return table;
    }

    /// <summary>Whether the name is known.</summary>
    public bool Knows(string name) => _makers.ContainsKey(name);

    /// <summary>What the name and its arguments stand for.</summary>
    /// <exception cref="ConfigurationException">The name is unknown; the message suggests the nearest.</exception>
    public T Make(Named named) =>
        _makers.TryGetValue(named.Name, out Func<Named, T>? make) ? make(named) : throw new ConfigurationException(Unknown(named.Name));

    /// <summary>What is wrong with a name and its arguments; null: nothing.</summary>
    public string? Problem(Named named)
    {
        try
        {
            Make(named);
            return null;
        }
        catch (ConfigurationException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>The sentence that says a name is unknown.</summary>
    public string Unknown(string name) =>
        $"There is no {kind} '{name}'.{Nearest.Question(name, Names)} Known: {string.Join(", ", Names)}; Register adds one of "
            + "your own.";

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => Names.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
