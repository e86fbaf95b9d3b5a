using System.Runtime.InteropServices;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Torch.Native;
using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>
/// A model traced or scripted with PyTorch and saved with <c>torch.jit.save</c>, as a plain module with a call:
/// <c>Model.From(script.Module, (MyBatch b) => script.Call(b.Ids, b.Mask)).With((b, o) => new Signals { Logits = o[0] })</c>.
/// A TorchScript file is a program: load only files that you trust.
/// </summary>
/// <remarks>
/// A traced model does always what it did when it was traced: call <c>model.eval()</c> before <c>torch.jit.trace</c>, or its dropout stays
/// on.
/// A sound file whose program libtorch 2.10 cannot compile, such as one with an operator of a newer PyTorch, ends the process with
/// libtorch's message: TorchSharp 0.107 does not catch it.
/// </remarks>
public sealed class TorchScriptModel : IDisposable
{
    private readonly string _path;
    private jit.ScriptModule? _module;

    private TorchScriptModel(jit.ScriptModule module, string path) => (_module, _path) = (module, path);

    /// <summary>Loads a file and puts the module into evaluation mode.</summary>
    /// <param name="path">The file, as PyTorch's <c>torch.jit.save</c> wrote it; its checksums are compared.</param>
    /// <param name="device">Where its tensors go; null: the CPU, wherever they were saved from.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or not TorchScript; the message says what to do.</exception>
    /// <exception cref="ConfigurationException">The device is not there.</exception>
    public static TorchScriptModel Load(string path, Device? device = null) => new(TorchScriptFile.Load(path, device ?? CPU), path);

    /// <summary>The module, for its parameters and its mode; it goes with this object.</summary>
    /// <exception cref="ObjectDisposedException">It has been freed.</exception>
    public nn.Module Module => Script;

    /// <summary>Calls the module's <c>forward</c> in whatever mode it is, with gradients where the caller has them on.</summary>
    /// <param name="inputs">The tensors in the order of its arguments, on the module's device.</param>
    /// <returns>
    /// The tensors that it returned, in order: one, or those of a tuple or list, nested ones opened. They are the caller's.
    /// </returns>
    /// <exception cref="ConfigurationException">The inputs do not fit.</exception>
    /// <exception cref="InvalidDataException">It returned something other than tensors, tuples and lists of them.</exception>
    /// <exception cref="ObjectDisposedException">The module has been freed.</exception>
    public IReadOnlyList<Tensor> Call(params Tensor[] inputs) => TorchScriptOutputs.Flatten(Result(inputs)) ?? throw Unreadable(null);

    /// <summary>Lets the module go; its native memory follows with the next garbage collection.</summary>
    public void Dispose()
    {
        if (_module is null) return;
        // Not the module's own Dispose: in TorchSharp 0.107 it makes copies of every submodule over and over and leaves a hundred tensors
        // for each one of the model.
        foreach ((string _, TorchSharp.Modules.Parameter parameter) in _module.named_parameters(recurse: false)) parameter.Dispose();
        foreach ((string _, Tensor buffer) in _module.named_buffers(recurse: false)) buffer.Dispose();
        _module = null;
    }

    private jit.ScriptModule Script
    {
        get
        {
            ObjectDisposedException.ThrowIf(_module is null, this);
            return _module;
        }
    }

    private object? Result(Tensor[] inputs)
    {
        jit.ScriptModule script = Script;
        try
        {
            return script.call([.. inputs]);
        }
        catch (ExternalException error)
        {
            throw new ConfigurationException($"'{_path}' was called with {inputs.Length} "
                + $"{(inputs.Length == 1 ? "input, which does" : "inputs, which do")} not fit: {NativeError.Sentence(error)} Give its "
                + "tensors in the order, shapes and types that it was traced or scripted with.", error);
        }
        catch (Exception error) when (error is NotImplementedException or ArgumentOutOfRangeException)
        {
            // TorchSharp 0.107 has no result for a dictionary and looks for it past the end of its list.
            throw Unreadable(error);
        }
    }

    private InvalidDataException Unreadable(Exception? inner) =>
        new($"'{_path}' returned something that cannot be read: a dictionary, an object, a number, None, or a tuple of more than five "
            + "parts that are not all tensors. Wrap the model in PyTorch in one that returns a tensor, or a tuple or list of tensors, and "
            + "save that.", inner);
}
