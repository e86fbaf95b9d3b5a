using TextBrewer.Recipes.Evaluating;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Exporting;

/// <summary>A file of an ONNX folder, and what was found about it.</summary>
public sealed record ExportedFile
{
    internal ExportedFile(string name, Parity parity, ModelResult measured, EvaluationOutputs outputs) =>
        (Name, Parity, Measured, Outputs) = (name, parity, measured, outputs);

    /// <summary>The file's name in the folder <c>onnx</c>.</summary>
    public string Name { get; }

    /// <summary>How near the file comes to the model that it was made of.</summary>
    public Parity Parity { get; internal init; }

    /// <summary>The file's metrics, size and latency; without data its size.</summary>
    public ModelResult Measured { get; }

    /// <summary>What the file gives on the data that it is compared on.</summary>
    internal EvaluationOutputs Outputs { get; }
}
