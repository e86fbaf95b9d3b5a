using TextBrewer.Configuration;
using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>Training on labels alone: the sum of the losses that the adaptor gives.</summary>
public sealed class SupervisedObjective<TBatch> : IObjective<TBatch>
{
    /// <inheritdoc/>
    public nn.Module? Projections => null;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups => [];

    /// <inheritdoc/>
    public bool LogsTerms => false;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Terms(TBatch batch, Signals student, double progress)
    {
        if (student.Losses is not { Count: > 0 } losses)
            throw new ConfigurationException("The adaptor gives no Losses, and training on labels needs them: set Signals.Losses.");
        return [new LossTerm("unweighted_hard_label_loss", losses.Aggregate((a, b) => a + b), 1)];
    }
}
