using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Onnx.Running;
using TextBrewer.Teachers;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Teachers;

/// <summary>
/// An ONNX file as the teacher, run by ONNX Runtime on the CPU; as a plain model it is <see cref="OnnxModel"/>. It may be used by several
/// threads at once.
/// </summary>
public sealed class OnnxTeacher<TBatch> : ITeacher<TBatch>, IDisposable
{
    private readonly OnnxModel _model;
    private readonly Func<TBatch, IReadOnlyDictionary<string, Tensor>> _inputs;
    private readonly Func<TBatch, IReadOnlyDictionary<string, Tensor>, Signals> _adaptor;

    /// <summary>Loads the file.</summary>
    /// <param name="path">The file; tensors that it keeps in files of their own are found beside it.</param>
    /// <param name="inputs">The tensors that a batch gives to the model, by the names of its inputs.</param>
    /// <param name="adaptor">What the outputs mean, by name, on the CPU.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, is not ONNX, or takes or gives what cannot be a tensor; the message says
    /// what to do.</exception>
    public OnnxTeacher(
        string path,
        Func<TBatch, IReadOnlyDictionary<string, Tensor>> inputs,
        Func<TBatch, IReadOnlyDictionary<string, Tensor>, Signals> adaptor) =>
        (_model, _inputs, _adaptor) = (OnnxModel.Load(path), inputs, adaptor);

    /// <inheritdoc/>
    /// <exception cref="ConfigurationException">The batch's tensors do not fit the model; the message has the file, the input and what it
    /// takes.</exception>
    public Signals Teach(Batch<TBatch> batch) =>
        TeacherScope.Run(() => _adaptor(batch.Content, _model.Run(_inputs(batch.Content))));

    /// <summary>Ends the session.</summary>
    public void Dispose() => _model.Dispose();
}
