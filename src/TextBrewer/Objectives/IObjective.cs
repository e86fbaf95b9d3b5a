using TextBrewer.Adaptors;
using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>What a run minimises: the signals of both sides → named weighted terms.</summary>
public interface IObjective
{
    /// <summary>
    /// What the objective itself trains and remembers, saved with the run; null: nothing. It is complete once <see cref="Terms"/> was asked
    /// for the first time.
    /// </summary>
    nn.Module? Projections { get; }

    /// <summary>The optimizer groups of those modules.</summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Whether the terms' unweighted values are worth a scalar each, or the total says it all.</summary>
    bool LogsTerms { get; }

    /// <summary>The weighted terms of a batch.</summary>
    /// <param name="student">The student's signals.</param>
    /// <param name="teacher">The teacher's signals; null: there is no teacher.</param>
    /// <param name="progress">Optimizer steps already taken / optimizer steps of the run.</param>
    IReadOnlyList<LossTerm> Terms(Signals student, Signals? teacher, double progress);
}
