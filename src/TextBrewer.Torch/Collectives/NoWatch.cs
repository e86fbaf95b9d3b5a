namespace TextBrewer.Torch.Collectives;

/// <summary>Where nobody waits for another process, nobody is looked after.</summary>
internal sealed class NoWatch : IRunWatch, IDisposable
{
    internal static NoWatch Instance { get; } = new();

    /// <inheritdoc/>
    public long Step
    {
        get => 0;
        set { }
    }

    /// <inheritdoc/>
    public IDisposable LongWork(string what) => this;

    /// <inheritdoc/>
    public void Fail(string reason) => throw new InvalidOperationException(reason);

    /// <summary>Does nothing: it is everybody's.</summary>
    public void Dispose()
    {
    }
}
