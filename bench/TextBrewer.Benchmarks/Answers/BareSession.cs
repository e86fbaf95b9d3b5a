using Microsoft.ML.OnnxRuntime;
using TextBrewer.Text.Machine;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Benchmarks.Answers;

/// <summary>
/// ONNX Runtime alone, one thread, on tensors that are there: the part of an answer that is not ours. It is opened after a pipeline of
/// ours, which made ONNX Runtime's environment a quiet one.
/// </summary>
internal sealed class BareSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _inputs;
    private readonly OrtValue[] _values;

    /// <param name="path">The file.</param>
    /// <param name="tokens">What it is run on.</param>
    internal BareSession(string path, TokenSequence tokens)
    {
        using SessionOptions settings = new() { IntraOpNumThreads = 1 };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (Processor.Int8Saturates) settings.AddSessionConfigEntry("session.x64quantprecision", "1");
        _session = new InferenceSession(path, settings);
        _inputs = [.. _session.InputMetadata.Keys];
        long[] ids = new long[tokens.Length], mask = new long[tokens.Length], types = new long[tokens.Length];
        Padding.Fill([tokens], tokens.Length, 0, ids, mask, types);
        _values = [.. _inputs.Select(name => OrtValue.CreateTensorValueFromMemory(
            name == "input_ids" ? ids : name == "attention_mask" ? mask : types, [1, tokens.Length]))];
    }

    /// <summary>One run.</summary>
    internal void Run()
    {
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_options, _inputs, _values, ["logits"]);
    }

    public void Dispose()
    {
        foreach (OrtValue value in _values) value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
