using TextBrewer.Configuration;
using TextBrewer.Naming;

namespace TextBrewer.Recipes.Format;

/// <summary>How a model is trained: TextBrewer's <c>TrainingConfig</c> and what a recipe adds to it.</summary>
public sealed record RecipeTraining : TrainingConfig
{
    /// <summary>Passes over the data.</summary>
    public int NumEpochs { get; init; } = 3;

    /// <summary>Optimizer steps, in place of epochs.</summary>
    [AtLeast(1)]
    public long? NumSteps { get; init; }

    /// <summary>The most examples of a micro-batch.</summary>
    [AtLeast(1)]
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// The most tokens of a micro-batch, padding included: its examples times the longest of them. Examples are then sorted by length over
    /// the whole epoch, and <see cref="BatchSize"/> still bounds their number. Null: any.
    /// </summary>
    [AtLeast(1)]
    public int? MaxTokens { get; init; }

    /// <summary>
    /// The optimizer's learning rate at its highest. Null: 1e-4 for weights that were trained before, 3e-4 for a model that starts at
    /// random; the run's own recipe says what was taken.
    /// </summary>
    [Above(0)]
    public double? LearningRate { get; init; }

    /// <summary>The learning rate, once the run knows how its model starts.</summary>
    internal double Rate => LearningRate ?? StartRates.Trained;

    /// <summary>
    /// Factor on the learning rate from each layer to the one below it (Clark et al. 2020; Sun et al. 2019): 1 at the head and the pooler,
    /// ξ at the last layer, ξ^(layers + 1) at the embeddings. Null: all learn alike.
    /// </summary>
    [Above(0), AtMost(1)]
    public double? LayerLearningRateDecay { get; init; }

    /// <summary>
    /// Factors on the learning rate of parts of the model: <c>embeddings</c>, <c>layers</c>, <c>layer.0</c> and so on, <c>head</c> (the
    /// pooler included), or a module by its path (<c>bert.encoder.layer.0.attention</c>). Of several that name a parameter the one that
    /// names the fewest counts, times that of <see cref="LayerLearningRateDecay"/>; 0 keeps a part as it is. Null: all learn alike.
    /// </summary>
    public IReadOnlyDictionary<string, double>? LearningRates { get; init; }

    /// <summary>
    /// Parts of the model that stay as they are, named as in <see cref="LearningRates"/>: they cost no backward pass behind them, no state
    /// of the optimizer, and several processes do not send their gradients. <c>embeddings</c> are two thirds of a small student.
    /// </summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    /// <summary>Weight decay of the optimizer (Loshchilov and Hutter 2019); biases and layer norms are left out.</summary>
    [AtLeast(0)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Warm-up: below 1 a share of the run, else steps.</summary>
    [AtLeast(0)]
    public double Warmup { get; init; } = 0.1;

    /// <summary>The course of the learning rate.</summary>
    public Named Schedule { get; init; } = "linear";

    /// <summary>The optimizer.</summary>
    public Named Optimizer { get; init; } = "adamw";

    /// <summary>Limit of the gradient norm; −1: none.</summary>
    public double MaxGradNorm { get; init; } = 1;

    /// <summary>
    /// The most examples of each dev set that an evaluation while training looks at, evenly from the first to the last; the run's result
    /// is of all. Null: all.
    /// </summary>
    [AtLeast(1)]
    public int? MaxEvalSamples { get; init; } = 2000;

    /// <summary>
    /// The threads that the run computes with; null: as many as there are cores, fewer where a container or <c>TEXTBREWER_THREADS</c>
    /// says so.
    /// </summary>
    [AtLeast(1)]
    public int? Threads { get; init; }

    /// <summary>
    /// Gradient checkpointing (Chen et al. 2016): each layer of the model that is trained keeps its input alone until the backward pass,
    /// and is computed anew there. Less memory for about a third more time, with the same weights; for transformers.
    /// </summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Several tasks are drawn by their examples to this power: 1 by size, 0 by their <c>sampling_weight</c> alone.</summary>
    public double Tau { get; init; } = 1;
}
