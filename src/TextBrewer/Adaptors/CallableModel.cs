using static TorchSharp.torch;

namespace TextBrewer.Adaptors;

/// <summary>A module and how it is called; <see cref="With"/> adds what its output means.</summary>
public sealed class CallableModel<TBatch, TOutput>(nn.Module module, Func<TBatch, TOutput> call)
{
    /// <summary>Adds the adaptor: batch and output → signals.</summary>
    public AdaptedModel<TBatch> With(Func<TBatch, TOutput, Signals> adaptor) => new(module, batch => adaptor(batch, call(batch)));
}
