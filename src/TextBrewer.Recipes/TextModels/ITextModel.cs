using TextBrewer.Configuration;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TorchSharp;

namespace TextBrewer.Recipes.TextModels;

/// <summary>Something that reads texts for a task, wherever it comes from: what an evaluation asks and a student learns from.</summary>
internal interface ITextModel : IDisposable
{
    /// <summary>The model's labels in order; null: it does not say.</summary>
    IReadOnlyList<string>? Labels { get; }

    /// <summary>The longest sequence that it takes, in tokens; null: it does not say.</summary>
    int? Positions { get; }

    /// <summary>How many parameters the model has; null: it does not say.</summary>
    long? Parameters { get; }

    /// <summary>How many bytes the model has, in memory or as a file.</summary>
    long Bytes { get; }

    /// <summary>How many tokens it reads together at most, padding included; 1: every text alone.</summary>
    int BatchTokens => 8192;

    /// <summary>The models whose logits are averaged, in their order; one that stands alone.</summary>
    IReadOnlyList<ITextModel> Members => [this];

    /// <summary>Whether it has logits; an encoder without the task's head has hidden states and attention alone.</summary>
    bool HasLogits => true;

    /// <summary>How many layers it has, embeddings not counted; null: nobody looks inside.</summary>
    int? Layers => null;

    /// <summary>The model as a module of ours; null: it is something else, or something else computes it.</summary>
    TaskModel? Network => null;

    /// <summary>Whether it can be asked about an example: what was answered elsewhere is answered for those alone.</summary>
    bool Knows(EncodedText text) => true;

    /// <summary>What decides its outputs beside the texts: its weights, and all that says how they are used.</summary>
    TeacherFingerprint Fingerprint();

    /// <summary>The raw logits of a batch in evaluation mode: one tensor, or those of starts and of ends.</summary>
    IReadOnlyList<torch.Tensor> Logits(TextBatch batch);

    /// <summary>A teacher made of the model, which gives the features that a distillation compares.</summary>
    ITeacher<TextBatch> AsTeacher(TextTask task, DistillationConfig distillation);
}
