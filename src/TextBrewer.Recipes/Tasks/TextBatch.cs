using TextBrewer.Data;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Text.Files;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A batch of texts, padded to the longest of them.</summary>
internal sealed class TextBatch : IExampleBatch, IDeviceBatch, IDisposable
{
    /// <summary>Makes the tensors of a batch.</summary>
    /// <param name="arrays">What they hold; the caller's.</param>
    public TextBatch(TextArrays arrays)
    {
        (Ids, Mask, Types) = arrays.ToTensors();
        (Labels, Passage, Places) = (arrays.Labels.ToTensor(), arrays.Passage?.ToTensor(), arrays.Places?.ToTensor());
        Examples = arrays.Examples;
        if (arrays.Views is { } views) Views = new BatchViews(views, Ids.shape[^1]);
    }

    /// <summary>The texts of the batch: what the model sees of each, as a hash, and the tokens of its longest sequence.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>Token ids, (batch, length), or (batch, choices, length).</summary>
    public Tensor Ids { get; private set; }

    /// <summary>1 at real positions, as <see cref="Ids"/>.</summary>
    public Tensor Mask { get; private set; }

    /// <summary>Token types, as <see cref="Ids"/>.</summary>
    public Tensor Types { get; private set; }

    /// <summary>
    /// What is to be learned: indices (batch), −1 where there is none; numbers (batch, labels) or (batch); an index for each token (batch,
    /// length) or for each of the <see cref="Places"/>; or start and end of an answer (batch, 2).
    /// </summary>
    public Tensor Labels { get; private set; }

    /// <summary>True where an answer may stand, (batch, length); null: the task has no passage.</summary>
    public Tensor? Passage { get; private set; }

    /// <summary>
    /// The positions whose logits are asked for, (batch, places): over a whole vocabulary those of all positions would be large. Null: all.
    /// </summary>
    public Tensor? Places { get; private set; }

    /// <summary>The batch as teachers with tokenizers of their own read it; null: all read this one.</summary>
    public BatchViews? Views { get; }

    /// <summary>The input of a name that Optimum and transformers use.</summary>
    /// <exception cref="ConfigurationException">It is another name.</exception>
    public Tensor Input(string name) => name switch
    {
        ModelInputs.Ids => Ids,
        ModelInputs.Mask => Mask,
        ModelInputs.Types => Types,
        _ => throw new ConfigurationException(
            $"The teacher asks for the input '{name}', and a text gives {ModelInputs.Ids}, {ModelInputs.Mask} and {ModelInputs.Types}."),
    };

    /// <summary>Runs a model for the logits that are asked for.</summary>
    internal HeadOutput Run(TaskModel model, EncoderOutputs wanted = EncoderOutputs.None) => Places is null
        ? model.Forward(Ids, Mask, Types, wanted)
        : model.ForwardAt(Ids, Mask, Types, Places, wanted);

    /// <summary>Of a model's logits those that are asked for.</summary>
    internal IReadOnlyList<Tensor> AskedFor(IReadOnlyList<Tensor> logits) =>
        Places is null ? logits : [.. logits.Select(values => TaskModel.At(values, Places))];

    /// <inheritdoc/>
    public void MoveTo(Device device)
    {
        (Ids, Mask, Types, Labels) = (Moved(Ids, device), Moved(Mask, device), Moved(Types, device), Moved(Labels, device));
        if (Passage is not null) Passage = Moved(Passage, device);
        if (Places is not null) Places = Moved(Places, device);
        Views?.MoveTo(device);
    }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        Ids.Dispose();
        Mask.Dispose();
        Types.Dispose();
        Labels.Dispose();
        Passage?.Dispose();
        Places?.Dispose();
        Views?.Dispose();
    }

    private static Tensor Moved(Tensor tensor, Device device)
    {
        if (tensor.device.type == device.type) return tensor;
        using Tensor source = tensor;
        return source.to(device);
    }
}
