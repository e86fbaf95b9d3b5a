using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.Heads;

/// <summary>
/// One encoder with a head for each of several tasks, whatever their kinds. In checkpoints the encoder stands once (<c>bert.…</c>), and a
/// head under its task, behind which come the names that it has on its own: <c>heads.names.classifier.weight</c>.
/// </summary>
public sealed class MultiTaskModel : nn.Module
{
    /// <summary>Puts the heads of an encoder together, and owns all of them from here on.</summary>
    /// <param name="heads">A head for each task, made over the same encoder: <see cref="TokenClassifier.Over"/> and the like.</param>
    /// <exception cref="ArgumentException">There is none, their encoders differ, a task stands twice, or its name has a point in it, which
    /// torch takes for a place in the tree of modules.</exception>
    public MultiTaskModel(IReadOnlyList<(string Task, TaskModel Head)> heads) : base("tasks")
    {
        if (heads.Count == 0) throw new ArgumentException("A model of several tasks needs at least one head.", nameof(heads));
        Encoder = heads[0].Head.Encoder;
        if (heads.Any(one => !ReferenceEquals(one.Head.Encoder, Encoder)))
            throw new ArgumentException("The heads stand on different encoders: make all of them over one.", nameof(heads));
        if (heads.FirstOrDefault(one => one.Task.Length == 0 || one.Task.Contains('.', StringComparison.Ordinal)).Task is { } odd)
            throw new ArgumentException($"A task cannot be called '{odd}': its name is a place among the modules.", nameof(heads));
        Heads = heads.ToDictionary(one => one.Task, one => one.Head, StringComparer.Ordinal);
        register_module(Encoder.Config.ModelType, Encoder);
        NameTree parts = [];
        foreach ((string task, TaskModel head) in heads) parts.Add($"heads.{task}", head.Parts());
        parts.RegisterIn(register_module, register_parameter);
    }

    /// <summary>The encoder that the heads share.</summary>
    public Encoder Encoder { get; }

    /// <summary>
    /// A model for each task. They share the encoder, and everything in them belongs to this module: they are not to be disposed.
    /// </summary>
    public IReadOnlyDictionary<string, TaskModel> Heads { get; }

    /// <summary>Sets training or evaluation mode, of the heads too: they are views, not parts.</summary>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (TaskModel head in Heads.Values) head.train(train);
    }

    /// <summary>Sets evaluation mode, of the heads too.</summary>
    public override void eval() => train(false);
}
