using TextBrewer.Configuration;
using TextBrewer.Models.Heads;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TextBrewer.Text.Files;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.TextModels;

/// <summary>
/// One of our models whose logits ONNX Runtime computes, from a file that is made for it and goes with it. In int8 every text is run alone,
/// without padding: the scales of an int8 model are measured over all that stands in its run.
/// </summary>
internal sealed class EngineTextModel : ITextModel
{
    private readonly EncoderTextModel _source;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("textbrewer teacher ");
    private readonly OnnxTextModel _model;
    private readonly bool _isInt8;

    /// <summary>Exports a model and opens the file.</summary>
    /// <param name="source">The model; it is disposed with this one.</param>
    /// <param name="outputs">The names of the outputs that the task needs.</param>
    /// <param name="isInt8">Whether products are of int8.</param>
    /// <exception cref="NotSupportedException">ONNX has no form of it.</exception>
    internal EngineTextModel(EncoderTextModel source, IReadOnlyList<string> outputs, bool isInt8)
    {
        (_source, _isInt8) = (source, isInt8);
        try
        {
            string path = Path.Combine(_folder.FullName, isInt8 ? ModelFiles.OnnxInt8 : ModelFiles.Onnx);
            OnnxExport.Write(source.Model, path, isInt8 ? ExportForm.Int8 : ExportForm.Runtime);
            _model = new OnnxTextModel(path, outputs, isInt8);
        }
        catch
        {
            _folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Exports a model in float32; null: ONNX has no form of it.</summary>
    /// <param name="source">The model; closing what comes of it leaves it open.</param>
    /// <param name="outputs">The names of the outputs that the task needs.</param>
    internal static EngineTextModel? TryExport(EncoderTextModel source, IReadOnlyList<string> outputs)
    {
        try
        {
            return new EngineTextModel(source, outputs, isInt8: false);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The model that it was made of.</summary>
    internal EncoderTextModel Source => _source;

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => _source.Labels;

    /// <inheritdoc/>
    public int? Positions => _source.Positions;

    /// <inheritdoc/>
    public long? Parameters => _source.Parameters;

    /// <inheritdoc/>
    public long Bytes => _model.Bytes;

    /// <inheritdoc/>
    public int BatchTokens => _model.BatchTokens;

    /// <inheritdoc/>
    public TeacherFingerprint Fingerprint() => _source.Fingerprint().With(_isInt8 ? "engine onnx-int8" : "engine onnx");

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Logits(TextBatch batch) => _isInt8 ? batch.AskedFor(OneByOne(batch)) : _model.Logits(batch);

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(TextTask task, DistillationConfig distillation) =>
        new PrecomputedTeacher<TextBatch>(batch => task.ToSignals(batch, Logits(batch)));

    /// <summary>Ends the session and removes its file; the model that it was made of goes on.</summary>
    internal void Close()
    {
        _model.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _source.Dispose();
    }

    private Tensor[] OneByOne(TextBatch batch)
    {
        int count = (int)batch.Ids.shape[0];
        IReadOnlyList<Tensor>[] rows = [.. Enumerable.Range(0, count).Select(row => One(batch, row))];
        return [.. rows[0].Select((_, output) => cat([.. rows.Select(row => row[output])]))];
    }

    private IReadOnlyList<Tensor> One(TextBatch batch, int row)
    {
        long whole = batch.Ids.shape[^1], own = batch.Mask[row].sum(-1).max().item<long>();
        IReadOnlyList<Tensor> logits = _model.Logits(name => batch.Input(name).narrow(0, row, 1).narrow(-1, 0, own));
        // A value for each token: padding gets nothing, and no loss looks at it.
        return GivesTokens && own < whole ? [.. logits.Select(values => Padded(values, whole - own))] : logits;
    }

    private bool GivesTokens => _source.Model is TokenClassifier or QuestionAnswerer or MaskedLanguageModel;

    private static Tensor Padded(Tensor values, long missing)
    {
        long[] shape = values.shape;
        shape[1] = missing;
        return cat([values, zeros(shape, dtype: values.dtype)], dim: 1);
    }
}
