using TextBrewer.Configuration;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Teachers;
using TorchSharp;

namespace TextBrewer.Recipes.Running;

/// <summary>Several classifiers as one, whose logits are the weighted mean of theirs. It owns them.</summary>
public sealed class ClassifierEnsemble : ITextClassifier
{
    private readonly IReadOnlyList<ITextClassifier> _members;
    private readonly double[] _weights;

    /// <summary>Takes the classifiers, with a weight each.</summary>
    public ClassifierEnsemble(IReadOnlyList<ITextClassifier> members, IReadOnlyList<double> weights) =>
        (_members, _weights) = (members, [.. weights.Select(w => w / weights.Sum())]);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => _members.Select(member => member.Labels).FirstOrDefault(labels => labels is not null);

    /// <inheritdoc/>
    public int? Positions => _members.Min(member => member.Positions);

    /// <inheritdoc/>
    public long? Parameters => _members.Aggregate((long?)0, (sum, member) => sum + member.Parameters);

    /// <inheritdoc/>
    public long Bytes => _members.Sum(member => member.Bytes);

    /// <inheritdoc/>
    public torch.Tensor Logits(TextBatch batch) => _members.Select((member, i) => member.Logits(batch) * _weights[i]).Aggregate((a, b) => a + b); // (batch, labels)

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(DistillationConfig distillation) =>
        new EnsembleTeacher<TextBatch>([.. _members.Select(member => member.AsTeacher(distillation))], _weights);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITextClassifier member in _members) member.Dispose();
    }
}
