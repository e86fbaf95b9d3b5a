using TextBrewer.Configuration;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A batch of texts, padded to the longest of them.</summary>
public sealed class TextBatch : IDisposable
{
    /// <summary>Makes the tensors of a batch.</summary>
    public TextBatch(IReadOnlyList<EncodedText> texts, int padId)
    {
        int length = texts.Max(t => t.Ids.Length);
        long[] ids = new long[texts.Count * length], mask = new long[ids.Length], types = new long[ids.Length];
        Array.Fill(ids, padId);
        for (int i = 0; i < texts.Count; i++)
        {
            for (int j = 0; j < texts[i].Ids.Length; j++)
                (ids[(i * length) + j], mask[(i * length) + j], types[(i * length) + j]) = (texts[i].Ids[j], 1, texts[i].TypeIds[j]);
        }
        Ids = tensor(ids, texts.Count, length);
        Mask = tensor(mask, texts.Count, length);
        Types = tensor(types, texts.Count, length);
        Labels = tensor(texts.Select(t => (long)t.Label).ToArray());
    }

    /// <summary>Token ids, (batch, length).</summary>
    public Tensor Ids { get; }

    /// <summary>1 at real positions, (batch, length).</summary>
    public Tensor Mask { get; }

    /// <summary>Token types, (batch, length).</summary>
    public Tensor Types { get; }

    /// <summary>Label indices, −1 where there is none, (batch).</summary>
    public Tensor Labels { get; }

    /// <summary>The input of a name that Optimum and transformers use.</summary>
    /// <exception cref="ConfigurationException">It is another name.</exception>
    public Tensor Input(string name) => name switch
    {
        "input_ids" => Ids,
        "attention_mask" => Mask,
        "token_type_ids" => Types,
        _ => throw new ConfigurationException($"The teacher asks for the input '{name}', and a text gives input_ids, attention_mask and token_type_ids."),
    };

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        Ids.Dispose();
        Mask.Dispose();
        Types.Dispose();
        Labels.Dispose();
    }
}
