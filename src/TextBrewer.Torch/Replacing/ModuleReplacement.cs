using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Replacing;

/// <summary>
/// Progressive module replacing (Xu et al. 2020, "BERT-of-Theseus"): in each forward pass of a training every module of a small model, the
/// successor, takes the place of a few modules of a large one, the predecessor, with a probability. What is drawn in comes to do its part
/// among modules that know theirs, and the loss of the labels is all that it learns by.
/// </summary>
/// <typeparam name="TModule">The type of the modules.</typeparam>
public sealed class ModuleReplacement<TModule>
    where TModule : nn.Module
{
    private readonly IReadOnlyList<IReadOnlyList<TModule>> _predecessors;
    private readonly IReadOnlyList<TModule> _successors;
    private double _probability;

    /// <summary>Pairs the modules, which stay the caller's, and freezes the parameters of the predecessors.</summary>
    /// <param name="predecessors">For each successor the modules whose place it takes (prd), in the order in which they run.</param>
    /// <param name="successors">The small model's modules (scc), in the order in which they run.</param>
    /// <exception cref="ArgumentException">There are no modules, not as many groups as successors, or a group without modules.</exception>
    public ModuleReplacement(IReadOnlyList<IReadOnlyList<TModule>> predecessors, IReadOnlyList<TModule> successors)
    {
        if (successors.Count == 0) throw new ArgumentException("There are no successors: name at least one.", nameof(successors));
        if (predecessors.Count != successors.Count) throw new ArgumentException(
            $"There are {predecessors.Count} groups of predecessors for {successors.Count} successors: name one group for each.",
            nameof(predecessors));
        if (predecessors.Any(group => group.Count == 0)) throw new ArgumentException(
            "A group of predecessors is empty: a successor takes the place of one module at least.",
            nameof(predecessors));
        (_predecessors, _successors) = (predecessors, successors);
        foreach (Parameter parameter in predecessors.SelectMany(group => group).SelectMany(module => module.parameters()))
            parameter.requires_grad = false;
    }

    /// <summary>The probability p with which each successor takes its place, from 0 (the default: none does) to 1 (all do).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to something else.</exception>
    public double Probability
    {
        get => _probability;
        set => _probability = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability is a number from 0 to 1.");
    }

    /// <summary>
    /// Draws the modules of one forward pass, in the order in which they run: r ~ Bernoulli(p) for each successor (eq. 2), by torch's
    /// random numbers of the CPU, one for each successor whatever <see cref="Probability"/> is.
    /// </summary>
    public IReadOnlyList<TModule> Draw()
    {
        using Tensor drawn = rand([_successors.Count], dtype: ScalarType.Float64, device: CPU); // (successors), each in [0, 1)
        double[] numbers = drawn.data<double>().ToArray();
        return [.. _successors.Zip(_predecessors, numbers).SelectMany(place => place.Third < Probability ? [place.First] : place.Second)];
    }

    /// <summary>
    /// One forward pass: y_{i+1} = r_{i+1} · scc_i(y_i) + (1 − r_{i+1}) · prd_i(y_i) (eq. 3), of which the half that counts nothing is not
    /// computed.
    /// </summary>
    /// <param name="input">What the first module reads.</param>
    /// <param name="call">(module, input) → output.</param>
    /// <returns>
    /// The last module's output. Where no successor was drawn it depends on nothing that is trained; it takes gradients all the same, so
    /// that <c>backward()</c> has something to go to, and ends there.
    /// </returns>
    public Tensor Run(Tensor input, Func<TModule, Tensor, Tensor> call)
    {
        Tensor output = Draw().Aggregate(input, (reached, module) => call(module, reached));
        if (is_grad_enabled() && !output.requires_grad) output.requires_grad = true;
        return output;
    }
}
