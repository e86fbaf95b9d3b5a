using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>What a run minimises.</summary>
public interface IObjective<in TBatch>
{
    /// <summary>Modules that the objective itself trains; null: none.</summary>
    nn.Module? Projections { get; }

    /// <summary>The optimizer groups of those modules.</summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The weighted terms of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="student">The student's signals.</param>
    /// <param name="progress">Optimizer steps already taken / optimizer steps of the run.</param>
    IReadOnlyList<LossTerm> Terms(TBatch batch, Signals student, double progress);

    /// <summary>Whether the terms' unweighted values are worth a scalar each, or the total says it all.</summary>
    bool LogsTerms { get; }
}
