using Microsoft.ML.OnnxRuntime;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Text.Machine;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Running;

/// <summary>
/// An ONNX file run by ONNX Runtime on the CPU: tensors in by name, tensors out by name. It may be used by several threads at once.
/// </summary>
public sealed class OnnxModel : IDisposable
{
    private readonly string _path;
    private readonly InferenceSession _session;
    private bool _disposed;

    private OnnxModel(string path, InferenceSession session)
    {
        (_path, _session) = (path, session);
        InputNames = [.. session.InputMetadata.Keys];
        OutputNames = [.. session.OutputMetadata.Where(output => IsReadable(output.Value)).Select(output => output.Key)];
    }

    /// <summary>The names of the inputs; all must be given.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>
    /// The names of the outputs that can be read: tensors of a type that torch has. Strings, sequences and maps are left out.
    /// </summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>
    /// The size of the file, with the one that holds its weights where there is one beside it, named <c>.data</c> as here and in PyTorch or
    /// <c>_data</c> as in Optimum.
    /// </summary>
    public long Bytes => new[] { _path, _path + ".data", _path + "_data" }.Where(File.Exists).Sum(path => new FileInfo(path).Length);

    /// <summary>What the file says of itself under a key of its metadata; null: nothing.</summary>
    public string? Metadata(string key) => _session.ModelMetadata.CustomMetadataMap.GetValueOrDefault(key);

    /// <summary>The sizes of an output, −1 where they are free; none where the file leaves the shape open.</summary>
    public IReadOnlyList<int> Shape(string output) => _session.OutputMetadata[output].Dimensions;

    /// <summary>Loads a file, with as many threads as torch has.</summary>
    /// <param name="path">The file; tensors that it keeps in files of their own are found beside it.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, is not ONNX, or takes or gives what cannot be a tensor; the message says
    /// what to do.</exception>
    public static OnnxModel Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        GraphCheck.Check(path);
        InferenceSession session = Open(path);
        try
        {
            foreach ((string name, NodeMetadata input) in session.InputMetadata)
            {
                if (!IsReadable(input)) throw new InvalidDataException(
                    $"The input '{name}' of '{path}' is no tensor of a type that torch has: export the model so that it takes numbers.");
            }
            if (!session.OutputMetadata.Values.Any(IsReadable)) throw new InvalidDataException(
                $"None of the outputs of '{path}' is a tensor of a type that torch has: export the model so that it returns numbers.");
            return new OnnxModel(path, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">A tensor for every input, of its element type and rank, on any device; they stay the caller's.</param>
    /// <returns>A tensor for every name of <see cref="OutputNames"/>, on the CPU; they are the caller's.</returns>
    /// <exception cref="ConfigurationException">The inputs do not fit; all problems are listed.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ConfigurationException.ThrowIfAny(InputCheck.Problems(_path, _session.InputMetadata, inputs));
        Dictionary<string, OrtValue> values = [];
        try
        {
            foreach ((string name, Tensor tensor) in inputs) values.Add(name, TensorValues.ToValue(tensor));
            using RunOptions options = new();
            using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, values, OutputNames);
            return OutputNames.Zip(results).ToDictionary(pair => pair.First, pair => TensorValues.ToTensor(pair.First, pair.Second));
        }
        catch (OnnxRuntimeException error)
        {
            throw new ConfigurationException(
                $"'{_path}' does not run with these inputs: {Sentence(error)} Give shapes and values that it was exported for.",
                error);
        }
        finally
        {
            foreach (OrtValue value in values.Values) value.Dispose();
        }
    }

    /// <summary>Ends the session.</summary>
    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
    }

    private static InferenceSession Open(string path)
    {
        try
        {
            return OrtEnvironment.Open(path, Set);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidDataException($"'{path}' does not load as an ONNX model: {Sentence(error)} Copy the file again, with the "
                + "files of its tensors if it has any beside it, or export the model anew.", error);
        }
    }

    private static void Set(SessionOptions options)
    {
        options.IntraOpNumThreads = get_num_threads();
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL; // errors come as exceptions, not on the console as well
        // Waiting threads sleep: between two runs the student needs the same cores.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // Where products of uint8 and int8 saturate, both sides as uint8. Elsewhere it would only be slower.
        if (Processor.Int8Saturates) options.AddSessionConfigEntry("session.x64quantprecision", "1");
    }

    private static bool IsReadable(NodeMetadata value) => value.IsTensor && ElementTypes.Of(value.ElementDataType) is not null;

    private static string Sentence(OnnxRuntimeException error) => error.Message.Split('\n')[0].Trim().TrimEnd('.') + ".";
}
