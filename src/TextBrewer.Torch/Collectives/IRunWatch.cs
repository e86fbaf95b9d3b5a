namespace TextBrewer.Torch.Collectives;

/// <summary>
/// Looks after the processes of a run, so that none waits for ever: one that dies, or keeps the others waiting for longer than the time
/// limit, ends the run.
/// </summary>
public interface IRunWatch
{
    /// <summary>The step that this process is in, for the message.</summary>
    long Step { get; set; }

    /// <summary>
    /// Says that this process does something that may take long, such as an evaluation or a checkpoint: until it is disposed the others
    /// may wait for it without a limit, as long as it lives.
    /// </summary>
    /// <param name="what">What it does.</param>
    IDisposable LongWork(string what);

    /// <summary>Ends the run on all processes because this one cannot go on. It does not return where there are several.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    /// <exception cref="InvalidOperationException">There is one process alone: the reason.</exception>
    void Fail(string reason);
}
