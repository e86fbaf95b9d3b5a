using TextBrewer.Onnx.Schema;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Emulation;

/// <summary>
/// What a quantised graph may give: its emulation, and the emulations with ties rounded to the other side. The one nearest to given outputs
/// is looked for by turning, as long as that helps, the tie that helps most.
/// </summary>
internal sealed class Explanation
{
    private const int MostTurns = 20;

    private readonly GraphEvaluator _evaluator;
    private readonly IReadOnlyDictionary<string, Tensor> _inputs;
    private readonly IReadOnlyDictionary<string, double[]> _given;
    private readonly HashSet<Tie> _turned = [];

    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="given">The outputs that are to be explained.</param>
    /// <param name="tolerance">How near is near enough, as a share of the largest value of an output.</param>
    internal Explanation(
        GraphProto graph,
        IReadOnlyDictionary<string, Tensor> inputs,
        IReadOnlyDictionary<string, double[]> given,
        double tolerance)
    {
        (_evaluator, _inputs, _given) = (new GraphEvaluator(graph), inputs, given);
        (Distance, Ties) = Try(_turned);
        Untouched = Distance;
        for (int i = 0; Distance > tolerance && i < MostTurns && Turn(); i++)
        {
        }
    }

    /// <summary>The largest difference of the emulation without any turn, as a share of the largest value.</summary>
    internal double Untouched { get; }

    /// <summary>The largest difference that is left, as a share of the largest value.</summary>
    internal double Distance { get; private set; }

    /// <summary>The ties that the graph meets, with the quotients that were to be rounded.</summary>
    internal IReadOnlyDictionary<Tie, float> Ties { get; private set; }

    /// <summary>The ties that were rounded to the other side.</summary>
    internal IReadOnlySet<Tie> Turned => _turned;

    private bool Turn()
    {
        (Tie Tie, double Distance, IReadOnlyDictionary<Tie, float> Ties)[] turns = [.. Ties.Keys.Except(_turned).Select(tie =>
        {
            (double distance, IReadOnlyDictionary<Tie, float> ties) = Try([.. _turned, tie]);
            return (tie, distance, ties);
        })];
        if (turns.Length == 0 || turns.MinBy(turn => turn.Distance) is var best && best.Distance >= Distance) return false;
        _turned.Add(best.Tie);
        (Distance, Ties) = (best.Distance, best.Ties);
        return true;
    }

    private (double Distance, IReadOnlyDictionary<Tie, float> Ties) Try(HashSet<Tie> turned)
    {
        using var scope = NewDisposeScope();
        Rounding rounding = new(turned);
        Dictionary<string, Tensor> outputs = _evaluator.Run(_inputs, rounding);
        return (_given.Max(output => Far(outputs[output.Key].to(ScalarType.Float64).contiguous().data<double>().ToArray(), output.Value)),
            rounding.Ties);
    }

    private static double Far(double[] emulated, double[] given) =>
        emulated.Length != given.Length
            ? double.PositiveInfinity
            : emulated.Zip(given, (a, b) => Math.Abs(a - b)).Max() / emulated.Max(Math.Abs);
}
