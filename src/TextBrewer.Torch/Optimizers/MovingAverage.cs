using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Optimizers;

/// <summary>A copy of parameters that follows them at a distance, and can change places with them.</summary>
public sealed class MovingAverage : IDisposable
{
    // One native call for all parameters. What is changed came in from outside, so TorchScript does not take it for dead code.
    private const string Script = """
        def follow(averages: List[Tensor], parameters: List[Tensor], share: float) -> Tensor:
            torch._foreach_lerp_(averages, parameters, share)
            return averages[0]

        """;

    private readonly Tensor[] _parameters;
    private readonly Tensor[] _averages;
    private readonly Dictionary<IntPtr, Tensor> _byParameter;
    private readonly jit.CompilationUnit _unit = jit.compile(Script);

    /// <param name="parameters">What is averaged: floating-point numbers. One that is named twice counts once.</param>
    public MovingAverage(IEnumerable<Parameter> parameters)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        _parameters = [.. parameters.Where(p => p.is_floating_point()).DistinctBy(p => p.Handle)];
        _averages = [.. _parameters.Select(p => p.clone().DetachFromDisposeScope())];
        _byParameter = _parameters.Zip(_averages).ToDictionary(pair => pair.First.Handle, pair => pair.Second);
    }

    /// <summary>Begins anew with the parameters as they are.</summary>
    public void Begin()
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach ((Tensor parameter, Tensor average) in _parameters.Zip(_averages)) average.copy_(parameter);
    }

    /// <summary>average ← average + share · (parameter − average).</summary>
    /// <param name="share">From 0, which changes nothing, to 1, which gives the parameters themselves.</param>
    public void Follow(double share)
    {
        if (_parameters.Length == 0) return;
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        using Scalar scalar = share;
        _unit.invoke("follow", _averages, _parameters, scalar);
    }

    /// <summary>Gives the parameters the average's values and the average theirs.</summary>
    public void Exchange()
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach ((Tensor parameter, Tensor average) in _parameters.Zip(_averages))
        {
            Tensor before = parameter.clone();
            parameter.copy_(average);
            average.copy_(before);
        }
    }

    /// <summary>The average of a parameter, or after <see cref="Exchange"/> what it was; any other tensor as it is.</summary>
    /// <param name="tensor">A tensor of a module's.</param>
    public Tensor Of(Tensor tensor) => _byParameter.GetValueOrDefault(tensor.Handle, tensor);

    /// <summary>Frees the averages; the parameters stay the caller's.</summary>
    public void Dispose()
    {
        foreach (Tensor average in _averages) average.Dispose();
        _unit.Dispose();
    }
}
