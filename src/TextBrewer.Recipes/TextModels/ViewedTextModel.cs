using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TextBrewer.Training;
using TorchSharp;

namespace TextBrewer.Recipes.TextModels;

/// <summary>
/// A teacher among whom some read by tokenizers of their own: what it says about its view of a batch is brought to the student's tokens.
/// </summary>
/// <param name="model">The teacher, which it owns.</param>
/// <param name="task">The task in the student's tokens.</param>
/// <param name="view">The teacher's view; null: it reads the student's tokens.</param>
internal sealed class ViewedTextModel(ITextModel model, TextTask task, int? view) : ITextModel
{
    /// <summary>The task in the teacher's tokens.</summary>
    private TextTask Own => view is int other ? task.Settings.Others[other] : task;

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => model.Labels;

    /// <summary>Those of the teacher are its own affair.</summary>
    public int? Positions => view is null ? model.Positions : null;

    /// <inheritdoc/>
    public long? Parameters => model.Parameters;

    /// <inheritdoc/>
    public long Bytes => model.Bytes;

    /// <inheritdoc/>
    public int BatchTokens => model.BatchTokens;

    /// <inheritdoc/>
    public bool HasLogits => model.HasLogits;

    /// <inheritdoc/>
    public int? Layers => model.Layers;

    /// <inheritdoc/>
    public bool Knows(EncodedText text) => model.Knows(text);

    /// <inheritdoc/>
    public TaskModel? Network => model.Network;

    /// <inheritdoc/>
    public TeacherFingerprint Fingerprint() => model.Fingerprint().With("at words");

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor> Logits(TextBatch batch) =>
        [.. task.InView(batch, Own.ToSignals(Seen(batch), model.Logits(Seen(batch))), view).Logits!];

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(TextTask task, DistillationConfig distillation)
    {
        ITeacher<TextBatch> teacher = model.AsTeacher(Own, distillation);
        return new PrecomputedTeacher<TextBatch>(batch =>
        {
            if (Network is { } network) RunDevice.Move(network, batch.Ids.device);
            return task.InView(batch, teacher.Teach(new Batch<TextBatch>(Seen(batch))), view);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private TextBatch Seen(TextBatch batch) => view is int other ? batch.Views!.Of(other) : batch;
}
