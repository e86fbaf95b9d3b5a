namespace TextBrewer.Torch.Native;

/// <summary>Seconds of processors, all of them added, since some start.</summary>
/// <param name="Busy">In which any program ran.</param>
/// <param name="Own">In which this program ran.</param>
/// <param name="Idle">In which none ran.</param>
internal readonly record struct MachineTime(double Busy, double Own, double Idle);
