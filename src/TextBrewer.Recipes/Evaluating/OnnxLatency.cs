using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>
/// How long a model takes as ONNX in float32, whatever computes it here: what an exported student may be compared with. The file goes
/// when it was measured.
/// </summary>
/// <param name="task">Makes batches.</param>
/// <param name="outputs">The outputs that the task needs.</param>
/// <param name="texts">The texts.</param>
/// <param name="cancellationToken">Stops after the text at hand.</param>
internal sealed class OnnxLatency(
    TextTask task,
    IReadOnlyList<string> outputs,
    IReadOnlyList<EncodedText> texts,
    CancellationToken cancellationToken)
{
    /// <summary>Median milliseconds for a text on its own, several models one after the other; null: there is no such form.</summary>
    internal double? Of(ITextModel model) => model switch
    {
        EncoderTextModel own => Exported(own),
        EngineTextModel engine => Exported(engine.Source),
        OnnxTextModel => Median(model),
        ModelEnsemble => model.Members.Aggregate((double?)0, (sum, member) => sum + Of(member)),
        _ => null,
    };

    /// <summary>Bytes of the weights that files are made of before a model is timed; 0: none has to be made.</summary>
    internal static long FileBytes(ITextModel? model) => model switch
    {
        EncoderTextModel own => own.Bytes,
        EngineTextModel engine => engine.Source.Bytes,
        ModelEnsemble ensemble => ensemble.Members.Sum(FileBytes),
        _ => 0,
    };

    private double? Exported(EncoderTextModel model)
    {
        if (EngineTextModel.TryExport(model, outputs) is not { } exported) return null;
        try
        {
            return Median(exported);
        }
        finally
        {
            exported.Close();
        }
    }

    private double Median(ITextModel model) => Evaluation.MedianLatency(model, task, texts, cancellationToken);
}
