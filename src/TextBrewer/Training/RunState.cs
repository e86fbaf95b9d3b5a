using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>Everything that changes while a run goes; what a checkpoint holds.</summary>
internal sealed class RunState(nn.Module model, nn.Module? projections, IOptimizer optimizer)
{
    internal nn.Module Model => model;

    internal nn.Module? Projections => projections;

    internal IOptimizer Optimizer => optimizer;

    /// <summary>The average of the model's weights; null: the run keeps none.</summary>
    internal WeightAverage? Average { get; init; }

    /// <summary>The precision that the run computes in.</summary>
    internal string Precision { get; init; } = RunPrecision.Fp32;

    /// <summary>Optimizer steps taken.</summary>
    internal long Step { get; set; }

    /// <summary>The epoch under way, from 0.</summary>
    internal int Epoch { get; set; }

    /// <summary>How many examples of this epoch have gone by: the position in the data.</summary>
    internal long Examples { get; set; }

    /// <summary>The best evaluation so far; null: there was none.</summary>
    internal BestEvaluation? Best { get; set; }

    /// <summary>How many evaluations there were since then.</summary>
    internal int EvaluationsSinceBest { get; set; }

    /// <summary>Whether the run was stopped while it was evaluated after this step: that is still to be done.</summary>
    internal bool EvaluationIsDue { get; set; }

    /// <summary>Optimizer steps that were skipped, because the loss or a gradient was not finite.</summary>
    internal long Skipped { get; set; }

    /// <summary>Those that were skipped since the last that was taken.</summary>
    internal int SkippedInARow { get; set; }

    /// <summary>What the run warned of, each once.</summary>
    internal List<string> Warnings { get; } = [];
}
