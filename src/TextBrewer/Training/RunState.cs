using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Training;

/// <summary>Everything that changes while a run goes; what a checkpoint holds.</summary>
internal sealed class RunState(nn.Module model, nn.Module? projections, IOptimizer optimizer)
{
    internal nn.Module Model => model;

    internal nn.Module? Projections => projections;

    internal IOptimizer Optimizer => optimizer;

    /// <summary>The precision that the run computes in.</summary>
    internal string Precision { get; init; } = RunPrecision.Fp32;

    /// <summary>Whether the evaluation that belongs to this step was not finished.</summary>
    internal bool IsEvaluationDue { get; set; }

    /// <summary>Optimizer steps taken.</summary>
    internal long Step { get; set; }

    /// <summary>The epoch under way, from 0.</summary>
    internal int Epoch { get; set; }

    /// <summary>How many examples of this epoch have gone by: the position in the data.</summary>
    internal long Examples { get; set; }
}
