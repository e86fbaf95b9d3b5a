using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>What every teacher owes its caller: no gradients, and no tensor left behind but those of its signals.</summary>
public static class TeacherScope
{
    /// <summary>Runs a teacher's computation; tensors of the batch stay where they were, even where the signals hold them.</summary>
    /// <param name="teach">Makes the signals.</param>
    /// <returns>The signals; their new tensors belong to the caller's scope, or to the caller where there is none.</returns>
    public static Signals Run(Func<Signals> teach)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Signals signals = teach();
        // Asked of this scope, not of the tensor: a mask that came with the batch must not leave the scope that its owner gave it.
        scope.MoveToOuter(signals.Tensors);
        return signals;
    }
}
