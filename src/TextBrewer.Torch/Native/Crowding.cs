namespace TextBrewer.Torch.Native;

/// <summary>Whether other programs need the processors that this one computes with.</summary>
/// <param name="start">What was done so far.</param>
internal sealed class Crowding(MachineTime start)
{
    // Processors that others keep busy. Two limits, so that what lies between them changes nothing.
    private const double Many = 0.4, Few = 0.2;

    // Where a whole processor is free, the others have their own.
    private const double Free = 1;

    private MachineTime _last = start;

    /// <summary>Whether it is crowded.</summary>
    internal bool IsCrowded { get; private set; }

    /// <summary>Takes the next measurement.</summary>
    /// <param name="now">What was done so far.</param>
    /// <param name="seconds">The time since the last measurement.</param>
    internal bool Next(MachineTime now, double seconds)
    {
        double others = (now.Busy - _last.Busy - (now.Own - _last.Own)) / seconds, free = (now.Idle - _last.Idle) / seconds;
        _last = now;
        if (others > Many && free < Free) IsCrowded = true;
        else if (others < Few || free >= Free) IsCrowded = false;
        return IsCrowded;
    }
}
