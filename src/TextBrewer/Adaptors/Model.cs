using static TorchSharp.torch;

namespace TextBrewer.Adaptors;

/// <summary>Makes a model out of any module: a delegate calls it, an adaptor says what its output means.</summary>
public static class Model
{
    /// <summary>Names the module and how a batch is given to it.</summary>
    public static CallableModel<TBatch, TOutput> From<TBatch, TOutput>(nn.Module module, Func<TBatch, TOutput> call) => new(module, call);
}
