using TextBrewer.Adaptors;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Torch.Optimizers;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>Training on labels alone: the sum of the losses that the adaptor gives.</summary>
internal sealed class SupervisedObjective : IObjective
{
    public nn.Module? Projections => null;

    public IReadOnlyList<ParameterGroup> Groups => [];

    public bool LogsTerms => false;

    public void Bind(string task, Signals student, Signals? teacher)
    {
    }

    public LossTerms Terms(string task, Signals student, Signals? teacher, double progress, SharedBatch? shared = null)
    {
        if (student.Losses is not { Count: > 0 } losses)
            throw new ConfigurationException("The adaptor gives no Losses, and training on labels needs them: set Signals.Losses.");
        return new([HardLabels.Term(student, losses, weight: 1, shared ?? SharedBatch.Whole)]);
    }

    public void Commit(LossTerms terms)
    {
    }
}
