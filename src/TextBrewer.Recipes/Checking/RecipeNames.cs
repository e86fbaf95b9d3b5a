using System.Globalization;
using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Augmenting;
using TextBrewer.Schedules;

namespace TextBrewer.Recipes.Checking;

/// <summary>Every name that a recipe can use, from the tables that recipes are read by; what was registered is among them.</summary>
internal static class RecipeNames
{
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["ce"] = "[t_squared = false] cross entropy of the student's softmax against the teacher's (TextBrewer's: without T²)",
        ["mse"] = "mean squared difference of the logits over the temperature",
        ["kl"] = "Kullback-Leibler divergence from teacher to student, times T² (Hinton et al. 2015)",
        ["reverse_kl"] = "Kullback-Leibler divergence from student to teacher, times T²",
        ["jsd"] = "[beta = 0.5] Jensen-Shannon divergence, times T²",
        ["bce"] = "binary cross entropy of each label, for several labels per text, times T²",
        ["dkd"] = "[alpha = 1, beta = 8] decoupled: the labelled class and the others apart, times T² (Zhao et al. 2022); needs labels",
        ["dist"] = "[beta = 1, gamma = 1] Pearson's relation between classes, and within each between texts, times T² (Huang et al. 2022)",
        ["hidden_mse"] = "mean squared difference of hidden states",
        ["cos"] = "1 − cosine of hidden states",
        ["pkd"] = "squared distance of the normalised first positions (Sun et al. 2019)",
        ["fsp"] = "Gram matrices between two layers (Yim et al. 2017); two layers a side",
        ["gram"] = "another name of fsp",
        ["mmd"] = "similarities of positions (Huang and Wang 2017); two layers a side",
        ["nst"] = "another name of mmd",
        ["attention_mse"] = "mean squared difference of attention, head by head",
        ["attention_mse_sum"] = "mean squared difference of attention, summed over the heads first",
        ["attention_ce"] = "cross entropy of attention scores, head by head",
        ["attention_ce_mean"] = "cross entropy of attention scores, averaged over the heads first",
        ["minilm_relation"] = "[heads = 12] relations of queries, keys or values among themselves (Wang et al. 2021); sizes may differ",
        ["rkd_distance"] = "distances between the texts of a batch (Park et al. 2019)",
        ["rkd_angle"] = "angles between the texts of a batch (Park et al. 2019)",
        ["none"] = "as it stands",
        ["constant"] = "as it stands",
        ["constant_with_warmup"] = "constant after the warm-up",
        ["flsw"] = "[beta, gamma, eps = 1e-4] lower where teacher and student differ (Wen et al. 2019)",
        ["cwsm"] = "[beta] lower where the student is sure (Wen et al. 2019)",
        ["linear_decay"] = "the weight times what is left of the run",
        ["linear_growth"] = "the weight times what is done of the run",
        ["linear"] = "straight down to 0",
        ["relu"] = "a linear layer, then ReLU",
        ["tanh"] = "a linear layer, then tanh",
        ["cosine"] = "down to 0 along half a cosine",
        ["cosine_with_restarts"] = "[cycles = 1] a cosine that starts again",
        ["polynomial"] = "[power = 1, end = 1e-7] down to a rate along a power of what is left",
        ["adamw"] = "[beta1, beta2, eps] Adam with decoupled weight decay, one fused call (Loshchilov and Hutter 2019)",
        ["adam"] = "[beta1, beta2, eps] Adam (Kingma and Ba 2015)",
        ["bert_adam"] = "[beta1, beta2, eps] BERT's Adam: without bias correction",
        ["sgd"] = "[momentum = 0] stochastic gradient descent",
        ["auto"] = "linear where the widths differ, sizes read from the models",
    };

    private static readonly Dictionary<string, string> StudentMatches = new(StringComparer.Ordinal)
    {
        ["T6"] = "L6_hidden_mse+L6_hidden_smmd",
        ["T3"] = "L3_hidden_mse+L3_hidden_smmd",
        ["T3-small"] = "L3n_hidden_mse+L3_hidden_smmd",
        ["T4-tiny"] = "L4t_hidden_mse+L4_hidden_smmd",
        ["T12-nano"] = "small_hidden_mse+small_hidden_smmd",
        ["Electra-small"] = "small_hidden_mse+small_hidden_smmd",
    };

    /// <summary>Every name that a recipe can use, by kind.</summary>
    public static IReadOnlyList<NameGroup> All() =>
    [
        new("Tasks", "task", [.. TaskKinds.All.Select(kind => new NameLine(kind.Name, kind.Meaning))]),
        new("Augmentations", "data.augment[].by", [.. AugmentationKinds.All.Select(kind => new NameLine(kind.Name, kind.Meaning))]),
        Table("KD losses", "distillation.kd_loss_type", LossNames.Distillation),
        Table("Match losses", "distillation.intermediate_matches[].loss", LossNames.Match),
        new(
            "Features",
            "distillation.intermediate_matches[].feature",
            [.. Features.Names.Select(name => new NameLine(name, Feature(name)))]),
        new("Projections", "distillation.intermediate_matches[].proj", [.. ProjectionNames.Table.Names.Append("auto")
            .Select(name => name == "linear" ? new NameLine(name, "a linear layer") : Line(name))]),
        Table(
            "Weight schedules",
            "distillation.kd_loss_weight_scheduler, .hard_label_weight_scheduler; .weight_scheduler of a match and of emd",
            WeightSchedules.Names),
        Table("Temperature schedules", "distillation.temperature_scheduler", TemperatureSchedules.Names),
        Table("Optimizers", "training.optimizer", OptimizerNames.Table),
        Table("Learning-rate schedules", "training.schedule", LearningRateSchedules.Names),
        new("Architectures", "student.config.model_type; model_type of a folder's config.json", [.. Architecture.Names.Select(
            name => new NameLine(name, Meaning(Architecture.Of(new EncoderConfig { ModelType = name }))))]),
        new("Students", "student.preset", [.. StudentShapes.Names.Select(name => new NameLine(name, Student(name)))]),
        new("Methods", "method; the whole of one: presets --expand NAME", [.. RecipeMethods.Names.Select(
            name => new NameLine(name, RecipeMethods.Meaning(name)))]),
        new("Starts", "student.initialize", [
            new(InitialLayers.Random, "from nobody's weights"),
            new(InitialLayers.Auto, "its teacher's first layers where they or a part of them have its shapes, else random"),
            .. InitialLayers.All.Select(start => new NameLine(start.Name, $"from its teacher: {start.Meaning}")),
            new(LayerSearch.Name, "whichever of these is best after a few steps; or a list of teacher layers"),
        ]),
        new("Replacement schedules", "replacing.probability", [.. ReplacementSchedules.Names.Names.Select(name => name switch
        {
            "constant" => new NameLine(name, "[p] the same throughout, as a plain number is"),
            "linear" => new NameLine(name, "[k, b] min(1, k · t + b) after t steps (Xu et al. 2020)"),
            _ => Line(name),
        })]),
        new("Match presets", "distillation.intermediate_matches; join them with +; a weight: 100*skip:pkd", [.. MatchPresets.Names.Select(
            name => new NameLine(name, Preset(name))), .. MatchSpread.All.Select(
            spread => new NameLine($"{spread.Name}:LOSS", $"any match loss, any two depths: {spread.Meaning}"))]),
    ];

    /// <summary>Groups of names as JSON: kind → name → meaning.</summary>
    public static string ToJson(IReadOnlyList<NameGroup> groups) =>
        JsonSerializer.Serialize(
            groups.ToDictionary(g => g.Title, g => g.Names.ToDictionary(n => n.Name, n => n.Meaning)),
            RecipeJson.Options);

    private static NameGroup Table<T>(string title, string key, NameTable<T> table) => new(title, key, [.. table.Names.Select(Line)]);

    private static NameLine Line(string name) => new(name, Meanings.GetValueOrDefault(name, "registered by this program"));

    private static string Feature(string name) => name switch
    {
        "hidden" => "hidden states (batch, length, width); 0 is the embedding output",
        "attention" => "attention probabilities (batch, heads, length, length), layers from 0",
        "attention_scores" => "attention scores before the softmax, layers from 0",
        _ => $"the {name} of attention before the split into heads (batch, length, width), layers from 0",
    };

    private static string Meaning(Architecture architecture) => (architecture switch
    {
        { HasAttention: false } => "TextBrewer's recurrent student, a format of ours",
        { SharesLayers: true } => $"{architecture.Title}, whose layers share their weights",
        _ => architecture.Title,
    });

    private static string Student(string name)
    {
        EncoderConfig shape = StudentShapes.Apply(name, new EncoderConfig());
        if (!Architecture.Of(shape).HasAttention) return string.Create(
            CultureInfo.InvariantCulture,
            $"a bidirectional GRU of width {shape.HiddenSize} over BERT's embeddings; matches none");
        return string.Create(CultureInfo.InvariantCulture, $"{shape.NumHiddenLayers} layers, width {shape.HiddenSize}, feed-forward "
            + $"{shape.IntermediateSize}, {shape.NumAttentionHeads} "
            + $"heads{(shape.EmbeddingSize is { } width ? $", ELECTRA with embeddings of {width}" : "")}; matches {StudentMatches[name]}");
    }

    private static string Preset(string name)
    {
        IReadOnlyList<IntermediateMatch> matches = MatchPresets.Expand(name);
        string projection = matches[0].Proj is { } proj
            ? string.Create(CultureInfo.InvariantCulture, $", {proj.Kind} {proj.SizeIn} → {proj.SizeOut}")
            : "";
        return $"{matches[0].Feature} by {matches[0].Loss}{projection}; teacher "
            + $"{string.Join(", ", matches.Select(m => m.TeacherLayer.Values[0]))} on student "
            + $"{string.Join(", ", matches.Select(m => m.StudentLayer.Values[0]))}";
    }
}
