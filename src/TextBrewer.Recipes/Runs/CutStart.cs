using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// How a student begins that was cut from its teacher: a run makes it several times, and each cut takes seconds of the teacher's time.
/// </summary>
internal sealed class CutStart : IDisposable
{
    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private IReadOnlyList<int> _layers = [];

    /// <summary>Fills a student, if one from these layers was kept.</summary>
    internal bool Fill(nn.Module student, IReadOnlyList<int> layers)
    {
        if (_weights.Count == 0 || !layers.SequenceEqual(_layers)) return false;
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach ((string name, Tensor target) in student.state_dict()) target.copy_(_weights[name]);
        return true;
    }

    /// <summary>Keeps how a student begins, in place of what was kept before.</summary>
    internal void Keep(nn.Module student, IReadOnlyList<int> layers)
    {
        Dispose();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, Tensor value) in student.state_dict()) _weights[name] = value.detach().clone().DetachFromDisposeScope();
        _layers = layers;
    }

    public void Dispose()
    {
        foreach (Tensor value in _weights.Values) value.Dispose();
        _weights.Clear();
    }
}
