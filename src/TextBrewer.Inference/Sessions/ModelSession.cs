using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Sessions;

/// <summary>
/// An ONNX file with the inputs and outputs that Optimum names, run on the CPU. It may be used by several threads at once.
/// </summary>
internal sealed class ModelSession : IDisposable
{
    private static readonly string[] Known = [.. ModelInputs.All];

    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly string[] _inputs, _outputs;
    private readonly int[] _places; // of each input among those that are known
    private readonly int _rank, _padId;
    private readonly RunOptions _unstoppable; // for callers who never stop a run: all of them may share it
    private readonly ReaderWriterLockSlim _life = new();
    private bool _disposed;

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="outputs">The outputs that are wanted.</param>
    /// <param name="padId">The padding's token.</param>
    /// <param name="settings">How it runs.</param>
    /// <exception cref="InvalidDataException">It does not load, or takes or gives something else.</exception>
    internal ModelSession(string path, IReadOnlyList<string> outputs, int padId, SessionSettings settings)
    {
        (_path, _padId, _outputs) = (path, padId, [.. outputs]);
        _session = Open(path, settings);
        _unstoppable = new RunOptions();
        _inputs = [.. _session.InputMetadata.Keys];
        _places = [.. _inputs.Select(input => Array.IndexOf(Known, input))];
        _rank = _session.InputMetadata.Values.Max(input => input.Dimensions.Length); // 3: (batch, choices, length)
        if (Problem() is not { } problem) return;
        _unstoppable.Dispose();
        _session.Dispose();
        throw new InvalidDataException($"'{path}' {problem}: export the model again with 'textbrewer export'.");
    }

    /// <summary>The SHA-256 of the weights that the file was made of; null: it does not say.</summary>
    internal string? Source => _session.ModelMetadata.CustomMetadataMap.GetValueOrDefault(ModelSource.Key);

    /// <summary>Runs the model over one batch.</summary>
    /// <param name="rows">The sequences.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>For each sequence the values of each output, those of padding at the end.</returns>
    internal float[][][] Run(IReadOnlyList<TokenSequence> rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int length = 0;
        foreach (TokenSequence row in rows) length = Math.Max(length, row.Length);
        int size = rows.Count * length;
        long[] buffer = ArrayPool<long>.Shared.Rent(Known.Length * size);
        OrtValue[] values = new OrtValue[_inputs.Length];
        _life.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Span<long> ids = buffer.AsSpan(0, size), mask = buffer.AsSpan(size, size), types = buffer.AsSpan(2 * size, size);
            Padding.Fill(rows, length, _padId, ids, mask, types);
            long[] shape = _rank == 3 ? [rows.Count, 1, length] : [rows.Count, length];
            for (int i = 0; i < values.Length; i++)
                values[i] = OrtValue.CreateTensorValueFromMemory(
                    OrtMemoryInfo.DefaultInstance,
                    buffer.AsMemory(_places[i] * size, size),
                    shape);
            return Run(values, rows.Count, cancellationToken);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidOperationException(
                $"'{_path}' failed on a batch of {rows.Count} × {length} tokens: {Sentence(error)}",
                error);
        }
        finally
        {
            foreach (OrtValue? value in values) value?.Dispose();
            ArrayPool<long>.Shared.Return(buffer);
            _life.ExitReadLock();
        }
    }

    /// <summary>Ends the session, after the runs that are under way.</summary>
    public void Dispose()
    {
        _life.EnterWriteLock();
        if (!_disposed)
        {
            _session.Dispose();
            _unstoppable.Dispose();
        }
        _disposed = true;
        _life.ExitWriteLock();
    }

    private float[][][] Run(OrtValue[] values, int rows, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return Run(_unstoppable, values, rows);
        using RunOptions options = new();
        using CancellationTokenRegistration stop = cancellationToken.Register(() => options.Terminate = true);
        return Run(options, values, rows);
    }

    private float[][][] Run(RunOptions options, OrtValue[] values, int rows)
    {
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, _inputs, values, _outputs);
        return Rows(results, rows);
    }

    private static float[][][] Rows(IReadOnlyList<OrtValue> outputs, int count)
    {
        float[][][] rows = new float[count][][];
        for (int row = 0; row < count; row++)
        {
            rows[row] = new float[outputs.Count][];
            for (int output = 0; output < outputs.Count; output++)
            {
                ReadOnlySpan<float> values = outputs[output].GetTensorDataAsSpan<float>();
                rows[row][output] = values.Slice(row * (values.Length / count), values.Length / count).ToArray();
            }
        }
        return rows;
    }

    private string? Problem()
    {
        IReadOnlyDictionary<string, NodeMetadata> inputs = _session.InputMetadata, outputs = _session.OutputMetadata;
        if (_inputs.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            return $"has an input '{unknown}', and a text gives {string.Join(", ", Known)}";
        if (_inputs.FirstOrDefault(name => inputs[name].ElementDataType != TensorElementType.Int64) is { } other)
            return $"has an input '{other}' that is not of int64";
        if (_outputs.FirstOrDefault(name => !outputs.ContainsKey(name)) is { } missing)
            return $"has no output '{missing}'; its outputs are {string.Join(", ", outputs.Keys)}";
        if (_outputs.FirstOrDefault(name => outputs[name].ElementDataType != TensorElementType.Float) is { } half)
            return $"has an output '{half}' that is not of float32";
        return null;
    }

    private static InferenceSession Open(string path, SessionSettings settings)
    {
        try
        {
            return QuietRuntime.Open(path, settings.Set);
        }
        catch (OnnxRuntimeException error)
        {
            throw new InvalidDataException(
                $"'{path}' does not load as an ONNX model: {Sentence(error)} Copy the file again, or export the model anew.",
                error);
        }
    }

    private static string Sentence(OnnxRuntimeException error) => error.Message.Split('\n')[0].Trim().TrimEnd('.') + ".";
}
