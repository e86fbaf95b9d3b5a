using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TorchSharp;

namespace TextBrewer.Recipes.TextModels;

/// <summary>Several models as one, whose logits are the weighted mean of theirs. It owns them.</summary>
internal sealed class ModelEnsemble : ITextModel
{
    private readonly IReadOnlyList<ITextModel> _members;
    private readonly double[] _weights;

    /// <summary>Takes the models, with a weight each.</summary>
    public ModelEnsemble(IReadOnlyList<ITextModel> members, IReadOnlyList<double> weights) =>
        (_members, _weights) = (members, WeightedMean.Shares(weights));

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => _members.Select(member => member.Labels).FirstOrDefault(labels => labels is not null);

    /// <inheritdoc/>
    public int? Positions => _members.Min(member => member.Positions);

    /// <inheritdoc/>
    public long? Parameters => _members.Aggregate((long?)0, (sum, member) => sum + member.Parameters);

    /// <inheritdoc/>
    public long Bytes => _members.Sum(member => member.Bytes);

    /// <inheritdoc/>
    public bool HasLogits => _members.All(member => member.HasLogits);

    /// <inheritdoc/>
    public bool Knows(EncodedText text) => _members.All(member => member.Knows(text));

    /// <inheritdoc/>
    public IReadOnlyList<ITextModel> Members => _members;

    /// <summary>Has none of its own: what each of the <see cref="Members"/> says is kept by itself.</summary>
    public TeacherFingerprint Fingerprint() => throw new NotSupportedException("What an ensemble says is kept teacher by teacher.");

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor> Logits(TextBatch batch)
    {
        IReadOnlyList<torch.Tensor>[] all = [.. _members.Select(member => member.Logits(batch))];
        return [.. all[0].Select((_, output) => WeightedMean.Of(all.Select(logits => logits[output]), _weights))];
    }

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(TextTask task, DistillationConfig distillation) =>
        new EnsembleTeacher<TextBatch>([.. _members.Select(member => Teacher(member, task, distillation))], _weights);

    // Of a model that nobody looks into there are logits alone: where they are not read, it is not asked.
    private static ITeacher<TextBatch> Teacher(ITextModel member, TextTask task, DistillationConfig distillation) =>
        member.Layers is null && !EncoderFeatures.ReadLogits(distillation)
            ? new PrecomputedTeacher<TextBatch>(_ => new Signals())
            : member.AsTeacher(task, distillation);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITextModel member in _members) member.Dispose();
    }
}
