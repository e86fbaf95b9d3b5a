namespace TextBrewer.Teachers;

/// <summary>
/// When it is worth looking whether other processes have kept something: at the next miss, and after looks in vain ever more rarely.
/// </summary>
internal sealed class Looks
{
    private const int Rarest = 64;

    private int _wait;
    private int _waits;

    /// <summary>Whether to look at this miss.</summary>
    internal bool IsDue => _wait == 0 || --_wait == 0;

    /// <summary>Takes what a look came to.</summary>
    /// <param name="anything">Whether something was new.</param>
    /// <returns>The same.</returns>
    internal bool Found(bool anything)
    {
        _waits = anything ? 0 : Math.Clamp(2 * _waits, 1, Rarest);
        _wait = _waits;
        return anything;
    }
}
