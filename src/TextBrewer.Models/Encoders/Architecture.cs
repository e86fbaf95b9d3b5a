using TextBrewer.Models.Bert;
using TextBrewer.Models.DistilBert;
using TextBrewer.Models.Electra;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Recurrent;
using TextBrewer.Models.Roberta;

namespace TextBrewer.Models.Encoders;

/// <summary>What <c>model_type</c> decides: the encoder, how its checkpoints are named, and what its heads look like.</summary>
/// <param name="ClassName">How the names of transformers' classes begin.</param>
/// <param name="LayerPrefix">How the names of a layer's tensors begin in an encoder.</param>
/// <param name="HasPooler">Whether the encoder on its own has a pooler.</param>
/// <param name="Encoder">Makes the encoder, with or without its pooler, its weights not filled.</param>
/// <param name="Sequence">Makes the head that gives so many values for a sequence.</param>
/// <param name="SequencePooler">Whether that head stands on the pooler.</param>
/// <param name="Choice">Makes the head that gives one value for each choice.</param>
/// <param name="ChoicePooler">Whether that head stands on the pooler.</param>
/// <param name="MaskedLanguage">The names of a masked language model's head.</param>
internal sealed record Architecture(
    string ClassName, string LayerPrefix, bool HasPooler, Func<EncoderConfig, bool, Encoder> Encoder,
    Func<EncoderConfig, int, SequenceHead> Sequence, bool SequencePooler,
    Func<EncoderConfig, int, SequenceHead> Choice, bool ChoicePooler, MaskedLanguageNames? MaskedLanguage)
{
    private static readonly Dictionary<string, Architecture> ByName = new(StringComparer.Ordinal)
    {
        ["bert"] = new("Bert", "encoder.layer.", true, (config, pooler) => new BertModel(config, pooler),
            SequenceHead.Pooled, true, SequenceHead.Pooled, true,
            new(
                "cls.predictions.transform.dense",
                "cls.predictions.transform.LayerNorm",
                "cls.predictions.bias",
                ["cls.predictions.decoder.weight"],
                ["cls.predictions.decoder.bias"])),
        ["roberta"] = new("Roberta", "encoder.layer.", true, (config, pooler) => new RobertaModel(config, pooler),
            (config, count) => SequenceHead.Dense(config, count, "tanh"), false, SequenceHead.Pooled, true,
            new("lm_head.dense", "lm_head.layer_norm", "lm_head.bias", ["lm_head.decoder.weight"], ["lm_head.decoder.bias"])),
        ["electra"] = new("Electra", "encoder.layer.", false, (config, _) => new ElectraModel(config),
            (config, count) => SequenceHead.Dense(config, count, "gelu"), false, SequenceHead.Summary, false,
            new(
                "generator_predictions.dense",
                "generator_predictions.LayerNorm",
                "generator_lm_head.bias",
                ["generator_lm_head.weight"],
                [])),
        ["distilbert"] = new("DistilBert", "transformer.layer.", false, (config, _) => new DistilBertModel(config),
            SequenceHead.PreClassified, false, SequenceHead.PreClassified, false,
            new("vocab_transform", "vocab_layer_norm", "vocab_projector.bias", ["vocab_projector.weight"], [])),
        ["bigru"] = new(
            "BiGru",
            "gru.",
            true,
            (config, _) => new BiGruModel(config),
            SequenceHead.Pooled,
            true,
            SequenceHead.Pooled,
            true,
            null),
    };

    internal static IEnumerable<string> Names => ByName.Keys;

    internal static bool IsKnown(string modelType) => ByName.ContainsKey(modelType);

    internal static Architecture Of(EncoderConfig config) => ByName.TryGetValue(config.ModelType, out Architecture? known)
        ? known
        : throw new InvalidDataException($"There is no architecture '{config.ModelType}'; known: {string.Join(", ", Names)}.");

    /// <summary>The prefixes that an encoder's tensors can have in a checkpoint of a whole model.</summary>
    internal static IEnumerable<string> Prefixes => ByName.Keys.Select(name => name + ".");
}
