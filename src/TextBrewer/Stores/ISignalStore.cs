namespace TextBrewer.Stores;

/// <summary>Keeps what a teacher said about examples, by their keys.</summary>
internal interface ISignalStore : IDisposable
{
    /// <summary>How exactly it keeps.</summary>
    StorePrecision Precision { get; }

    /// <summary>What is kept of an example.</summary>
    /// <param name="key">The example.</param>
    /// <param name="buffer">Takes the bytes, where they are read.</param>
    /// <param name="signals">What is kept.</param>
    /// <returns>Whether anything is.</returns>
    bool TryRead(UInt128 key, SignalBuffer buffer, out StoredSignals signals);

    /// <summary>Looks for what other processes have kept since it was opened or looked.</summary>
    /// <returns>Whether there was anything new.</returns>
    bool Look();

    /// <summary>Keeps what was said about examples, unless that is known, or there is no room.</summary>
    void Keep(IReadOnlyList<(UInt128 Key, StoredSignals Signals)> examples);
}
