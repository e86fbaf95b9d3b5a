using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>
/// An encoder with a head for a task; checkpoint names as transformers' class for both (<c>bert.…</c> and the head's own).
/// </summary>
public abstract class TaskModel : nn.Module
{
    /// <summary>An encoder's name for its pooler.</summary>
    internal const string Pooler = "pooler";

    /// <param name="config">The encoder's configuration, with what the head needs to know.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="readsPooler">Whether the head stands on the encoder's pooler.</param>
    private protected TaskModel(EncoderConfig config, Encoder encoder, bool readsPooler = false) : base("model")
    {
        if (encoder.Config.ModelType != config.ModelType)
            throw new ArgumentException($"The head is for a {config.ModelType} and the encoder is a {encoder.Config.ModelType}.");
        if (readsPooler && !encoder.Pools)
            throw new ArgumentException($"A {GetType().Name} reads the encoder's pooler, and this encoder has none.");
        (Config, Encoder, ReadsPooler) = (config, encoder, readsPooler);
        register_module(Architecture.Of(config).Prefix, encoder);
    }

    /// <summary>The model's configuration, labels included.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The encoder, which belongs to this model, or to the one whose heads share it.</summary>
    public Encoder Encoder { get; }

    /// <summary>Whether the head stands on the encoder's pooler; a shared encoder may have one that this head does not read.</summary>
    internal bool ReadsPooler { get; }

    /// <summary>The end of the name of transformers' class: <c>ForSequenceClassification</c>.</summary>
    internal abstract string ClassSuffix { get; }

    /// <summary>
    /// Names under which a checkpoint holds one of the model's own tensors once more: name in the file → the model's name.
    /// </summary>
    internal virtual IReadOnlyDictionary<string, string> Twins => new Dictionary<string, string>();

    /// <summary>Runs a batch through the encoder alone; arguments as in <see cref="Forward"/> and <see cref="Encoder.Forward"/>.</summary>
    public virtual EncoderOutput Encode(
        Tensor ids,
        Tensor mask,
        Tensor? types = null,
        EncoderOutputs wanted = EncoderOutputs.None,
        int? layers = null) => Encoder.Forward(ids, mask, types, wanted, layers);

    /// <summary>Runs a batch; arguments as in <see cref="Encoder.Forward"/>.</summary>
    public abstract HeadOutput Forward(Tensor ids, Tensor mask, Tensor? types = null, EncoderOutputs wanted = EncoderOutputs.None);

    /// <summary>
    /// Runs a batch for the values of some of its positions: what <see cref="Forward"/> gives as (batch, length, …) is (batch, places, …)
    /// here.
    /// </summary>
    /// <param name="ids">As <see cref="Encoder.Forward"/>.</param>
    /// <param name="mask">As <see cref="Encoder.Forward"/>.</param>
    /// <param name="types">As <see cref="Encoder.Forward"/>.</param>
    /// <param name="places">The positions, (batch, places) from 0.</param>
    /// <param name="wanted">As <see cref="Encoder.Forward"/>.</param>
    public virtual HeadOutput ForwardAt(
        Tensor ids,
        Tensor mask,
        Tensor? types,
        Tensor places,
        EncoderOutputs wanted = EncoderOutputs.None)
    {
        HeadOutput all = Forward(ids, mask, types, wanted);
        return new HeadOutput([.. all.All.Select(values => At(values, places))], all.Encoder);
    }

    /// <summary>The values of some positions.</summary>
    /// <param name="values">(batch, length) or (batch, length, width).</param>
    /// <param name="places">The positions, (batch, places) from 0.</param>
    /// <returns>(batch, places) or (batch, places, width).</returns>
    public static Tensor At(Tensor values, Tensor places) => values.dim() == 2
        ? values.gather(1, places)
        : values.gather(1, places.unsqueeze(-1).expand(-1, -1, values.shape[^1]));

    /// <summary>The head's own parts by name: modules, and parameters that stand in none.</summary>
    internal NameTree Parts()
    {
        NameTree parts = [];
        foreach ((string name, nn.Module part) in named_children()) if (!ReferenceEquals(part, Encoder)) parts.Add(name, part);
        foreach ((string name, Parameter part) in named_parameters(recurse: false)) parts.Add(name, part);
        return parts;
    }

    /// <summary>Gives the head random weights, and leaves the encoder's as they are.</summary>
    /// <param name="seed">Decides the weights; null: left to torch's global state.</param>
    private protected void FillHead(int? seed)
    {
        using DisposeScope scope = NewDisposeScope();
        string encoder = Architecture.Of(Config).Prefix + ".";
        RandomWeights.Fill(named_parameters().Where(p => !p.name.StartsWith(encoder, StringComparison.Ordinal)), Config, seed);
    }

    /// <summary>Makes an encoder whose weights the head's constructor fills.</summary>
    private protected static Encoder Unfilled(EncoderConfig config, bool pooler) => Architecture.Of(config).Make(config, pooler);
}
