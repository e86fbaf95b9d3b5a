using TextBrewer.Adaptors;
using TextBrewer.Losses;
using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>What a run minimises: the signals of both sides → named weighted terms.</summary>
internal interface IObjective
{
    /// <summary>
    /// What the objective itself trains and remembers, saved with the run; null: nothing. It is complete once all tasks are bound.
    /// </summary>
    nn.Module? Projections { get; }

    /// <summary>Every value of those modules.</summary>
    IEnumerable<Tensor> Weights => Projections is null ? [] : Projections.state_dict().Values;

    /// <summary>The optimizer groups of those modules.</summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Whether the terms' unweighted values are worth a scalar each, or the total says it all.</summary>
    bool LogsTerms { get; }

    /// <summary>Settles what depends on the models, depths, widths and projections, on a sample of both sides' signals.</summary>
    /// <param name="task">The task that the sample is of; empty where there is one.</param>
    /// <param name="student">The student's signals.</param>
    /// <param name="teacher">The teacher's signals; null: there is no teacher.</param>
    void Bind(string task, Signals student, Signals? teacher);

    /// <summary>The weighted terms of a batch; nothing is remembered.</summary>
    /// <param name="task">The task, which was bound.</param>
    /// <param name="student">The student's signals.</param>
    /// <param name="teacher">The teacher's signals; null: there is no teacher.</param>
    /// <param name="progress">Optimizer steps already taken / optimizer steps of the run.</param>
    /// <param name="shared">The batch that the signals are of; null: it is here as a whole.</param>
    LossTerms Terms(string task, Signals student, Signals? teacher, double progress, SharedBatch? shared = null);

    /// <summary>Remembers what the last batch of a step changed, now that the step is taken.</summary>
    void Commit(LossTerms terms);
}
