using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Plain;

/// <summary>BERT with a classifier, from torch's own modules: what a user of PyTorch has, without anything of ours.</summary>
internal sealed class PlainModel : nn.Module<Tensor, Tensor, Tensor, PlainOutput>
{
    private readonly Embedding word, position, type;
    private readonly LayerNorm norm;
    private readonly Dropout dropout;
    private readonly ModuleList<PlainLayer> layers;
    private readonly Linear pooler, classifier;

    // How a checkpoint calls the modules of this one; a layer's come after its prefix.
    private static readonly Dictionary<string, string> Outer = new()
    {
        ["word"] = "bert.embeddings.word_embeddings",
        ["position"] = "bert.embeddings.position_embeddings",
        ["type"] = "bert.embeddings.token_type_embeddings",
        ["norm"] = "bert.embeddings.LayerNorm",
        ["pooler"] = "bert.pooler.dense",
        ["classifier"] = "classifier",
    };

    private static readonly Dictionary<string, string> Inner = new()
    {
        ["attention.query"] = "attention.self.query",
        ["attention.key"] = "attention.self.key",
        ["attention.value"] = "attention.self.value",
        ["attended"] = "attention.output.dense",
        ["attendedNorm"] = "attention.output.LayerNorm",
        ["wide"] = "intermediate.dense",
        ["narrow"] = "output.dense",
        ["norm"] = "output.LayerNorm",
    };

    /// <summary>A model with the weights of one of ours.</summary>
    /// <param name="ours">Our model.</param>
    /// <param name="frees">Whether a layer frees what it no longer needs, as Python does by counting references.</param>
    internal PlainModel(SequenceClassifier ours, bool frees) : base("plain")
    {
        EncoderConfig config = ours.Config;
        int width = config.HiddenSize;
        word = nn.Embedding(config.VocabSize, width, padding_idx: config.PadTokenId);
        position = nn.Embedding(config.MaxPositionEmbeddings, width);
        type = nn.Embedding(config.TypeVocabSize, width);
        norm = nn.LayerNorm(width, config.LayerNormEps);
        dropout = nn.Dropout(config.HiddenDropoutProb);
        layers = nn.ModuleList([.. Enumerable.Range(0, config.NumHiddenLayers).Select(_ => new PlainLayer(
            width, config.IntermediateSize, config.NumAttentionHeads, config.LayerNormEps, config.HiddenDropoutProb, frees))]);
        (pooler, classifier) = (nn.Linear(width, width), nn.Linear(width, config.NumLabels));
        RegisterComponents();
        Take(ours.state_dict());
    }

    /// <param name="ids">(batch, length)</param>
    /// <param name="mask">1 at real positions, (batch, length).</param>
    /// <param name="types">(batch, length)</param>
    public override PlainOutput forward(Tensor ids, Tensor mask, Tensor types)
    {
        Tensor positions = arange(ids.shape[1], dtype: ScalarType.Int64).unsqueeze(0); // (1, length)
        Tensor sum = word.call(ids) + type.call(types) + position.call(positions); // (batch, length, width)
        Tensor hidden = dropout.call(norm.call(sum)); // (batch, length, width)
        Tensor added = (1 - mask.unsqueeze(1).unsqueeze(2).to(ScalarType.Float32)) * -10000; // (batch, 1, 1, length)
        List<Tensor> all = [hidden], attentions = [];
        foreach (PlainLayer layer in layers)
        {
            (hidden, Tensor attention) = layer.call(hidden, added);
            all.Add(hidden);
            attentions.Add(attention);
        }
        Tensor pooled = pooler.call(hidden[.., 0]).tanh(); // (batch, width)
        return new PlainOutput(classifier.call(dropout.call(pooled)), all, attentions);
    }

    private void Take(Dictionary<string, Tensor> weights)
    {
        using var noGrad = no_grad();
        foreach ((string name, Parameter parameter) in named_parameters())
        {
            int dot = name.LastIndexOf('.');
            Tensor weight = weights[Checkpoint(name[..dot]) + name[dot..]];
            if (!weight.shape.SequenceEqual(parameter.shape)) throw new InvalidOperationException($"'{name}' has another shape.");
            parameter.copy_(weight);
        }
    }

    private static string Checkpoint(string module)
    {
        if (Outer.TryGetValue(module, out string? outer)) return outer;
        string[] parts = module.Split('.', 3); // layers, number, module
        return $"bert.encoder.layer.{parts[1]}.{Inner[parts[2]]}";
    }
}
