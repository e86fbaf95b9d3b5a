namespace TextBrewer.Torture;

/// <summary>A look at a process on its way.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Bytes">Its memory, garbage collected.</param>
/// <param name="Handles">Its open files and the like.</param>
/// <param name="Tensors">The tensors that it has.</param>
/// <param name="StepsPerSecond">Steps a second since the look before; 0 at the first.</param>
internal sealed record SoakLook(long Step, long Bytes, int Handles, long Tensors, double StepsPerSecond);
