using TextBrewer.Onnx.Running;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks;

/// <summary>A batch of random tokens, by the names of the inputs of an ONNX file.</summary>
internal static class ProbeBatch
{
    private const int Words = 30522;

    /// <summary>Texts of half the length to all of it, the last one whole where there are several; a single one lacks a quarter.</summary>
    internal static Dictionary<string, Tensor> Of(int batch, int length)
    {
        Tensor ids = randint(1, Words, [batch, length], ScalarType.Int64), mask = ones([batch, length], ScalarType.Int64);
        for (int text = 0; text < batch; text++)
        {
            int real = batch == 1 ? length * 3 / 4 : length / 2 + (length - (length / 2)) * text / (batch - 1);
            if (real < length) mask[text, real..].zero_();
        }
        Tensor types = zeros([batch, length], ScalarType.Int64);
        return new() { ["input_ids"] = ids * mask, ["attention_mask"] = mask, ["token_type_ids"] = types };
    }

    /// <summary>A run of an ONNX model on a batch; its outputs go at once.</summary>
    internal static Action Run(OnnxModel model, Dictionary<string, Tensor> inputs) => () =>
    {
        using var scope = NewDisposeScope();
        model.Run(inputs);
    };
}
