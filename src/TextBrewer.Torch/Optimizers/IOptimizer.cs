using TorchSharp;

namespace TextBrewer.Torch.Optimizers;

/// <summary>Changes parameters by their gradients. Parameters without a gradient are skipped, weight decay included.</summary>
public interface IOptimizer : IDisposable
{
    /// <summary>What it trains.</summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The learning rate of groups that have none of their own.</summary>
    double LearningRate { get; }

    /// <summary>Takes a step.</summary>
    /// <param name="rateFactor">The schedule's factor on every group's learning rate.</param>
    /// <param name="gradientDivisor">
    /// What the gradients are divided by in this step, so that clipping needs no pass of its own over them. What stands in them afterwards
    /// is nobody's business.
    /// </param>
    void Step(double rateFactor = 1, double gradientDivisor = 1);

    /// <summary>Forgets the gradients.</summary>
    void ZeroGrad();

    /// <summary>Everything that a later step depends on, by name; the tensors stay the optimizer's.</summary>
    IReadOnlyDictionary<string, torch.Tensor> State();

    /// <summary>Takes over a state, copying it.</summary>
    void Restore(IReadOnlyDictionary<string, torch.Tensor> state);
}
