using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>A TorchScript file as the teacher; as a plain model it is <see cref="TorchScriptModel"/>.</summary>
public sealed class TorchScriptTeacher<TBatch> : ITeacher<TBatch>, IDisposable
{
    private readonly TorchScriptModel _model;
    private readonly ModelTeacher<TBatch> _teacher;

    /// <summary>Loads the file.</summary>
    /// <param name="path">The file, as PyTorch's <c>torch.jit.save</c> wrote it. It is a program: load only files that you trust.</param>
    /// <param name="inputs">The tensors that a batch gives to <c>forward</c>, in the order of its arguments, on the device.</param>
    /// <param name="adaptor">What the returned tensors mean: those of tuples and lists in order, nested ones opened.</param>
    /// <param name="device">Where it runs; null: the CPU.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or not TorchScript; the message says what to do.</exception>
    /// <exception cref="ConfigurationException">The device is not there.</exception>
    public TorchScriptTeacher(
        string path,
        Func<TBatch, Tensor[]> inputs,
        Func<TBatch, IReadOnlyList<Tensor>, Signals> adaptor,
        Device? device = null)
    {
        _model = TorchScriptModel.Load(path, device);
        _teacher = new(Adaptors.Model.From(_model.Module, (TBatch batch) => _model.Call(inputs(batch))).With(adaptor));
    }

    /// <inheritdoc/>
    /// <exception cref="ConfigurationException">The batch's tensors do not fit the module; the message has the file and how many there
    /// were.</exception>
    /// <exception cref="InvalidDataException">The module returned something other than tensors, tuples and lists of them.</exception>
    public Signals Teach(Batch<TBatch> batch) => TeacherScope.Run(() => _teacher.Teach(batch));

    /// <summary>Frees the module.</summary>
    public void Dispose() => _model.Dispose();
}
