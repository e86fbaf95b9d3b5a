using static TorchSharp.torch;

namespace TextBrewer.Adaptors;

/// <summary>A module that answers a batch with signals; where its own output type ends. The caller owns the module.</summary>
/// <param name="module">The module.</param>
/// <param name="call">Calls it, and says what its output means.</param>
public sealed class AdaptedModel<TBatch>(nn.Module module, Func<TBatch, Signals> call)
{
    /// <summary>The module, for its parameters and its mode.</summary>
    public nn.Module Module { get; } = module;

    /// <summary>The signals of a batch.</summary>
    public Signals Call(TBatch batch) => call(batch);

    /// <summary>This model over batches of another type, which hold one of the model's own type.</summary>
    internal AdaptedModel<TOuter> Over<TOuter>(Func<TOuter, TBatch> inner) => new(Module, batch => call(inner(batch)));
}
