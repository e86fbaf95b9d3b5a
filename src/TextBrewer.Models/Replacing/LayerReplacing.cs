using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Torch.Replacing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Replacing;

/// <summary>
/// BERT-of-Theseus (Xu et al. 2020): while a student is in training mode, each of its layers (scc_i, the successor's module) takes the
/// place of a group of its teacher's layers (prd_i, the predecessor's) with a probability, and the teacher's run where it does not.
/// Embeddings, pooler and head are the teacher's, which are frozen as its layers are: only the student's layers are trained.
/// In evaluation mode the student runs alone. Disposing ends it, and leaves the student a model like any other.
/// </summary>
public sealed class LayerReplacing : IDisposable
{
    private readonly TransformerStack _stack;
    private readonly ModuleReplacement<TransformerLayer> _replacement;
    private readonly Parameter[] _frozen;

    /// <summary>
    /// Begins it, by <see cref="Adopt"/>. Both models stay the caller's; the teacher's layers run in the mode in which they are, with
    /// dropout in training mode as in the authors' program, and their parameters stay frozen.
    /// </summary>
    /// <param name="teacher">The predecessor.</param>
    /// <param name="student">The successor, on the same device.</param>
    /// <exception cref="InvalidDataException">As of <see cref="Adopt"/>.</exception>
    public LayerReplacing(TaskModel teacher, TaskModel student)
    {
        Adopt(teacher, student);
        IReadOnlyList<TransformerLayer> large = teacher.Encoder.Stack!.Layers;
        _stack = student.Encoder.Stack!;
        _replacement = new([.. large.Chunk(large.Count / _stack.Layers.Count)], _stack.Layers);
        _frozen = [.. student.parameters()
            .Except(_stack.Layers.SelectMany(layer => layer.parameters()), ReferenceEqualityComparer.Instance)
            .Cast<Parameter>()
            .Where(parameter => parameter.requires_grad)];
        // What the teacher's layers share stands in none of them.
        foreach (Parameter parameter in teacher.Encoder.Stack!.parameters()) parameter.requires_grad = false;
        foreach (Parameter parameter in _frozen) parameter.requires_grad = false;
        _stack.Replacement = _replacement;
    }

    /// <summary>The probability with which each layer of the student takes its place, from 0 (the default) to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to something else.</exception>
    public double Probability
    {
        get => _replacement.Probability;
        set => _replacement.Probability = value;
    }

    /// <summary>
    /// Gives a student all of its teacher but the layers: embeddings, pooler and head, which its layers are trained for. A student that has
    /// them already stays as it is.
    /// </summary>
    /// <param name="teacher">The predecessor.</param>
    /// <param name="student">The successor: of the same architecture and width, with a number of layers that divides the teacher's.</param>
    /// <exception cref="InvalidDataException">The two do not fit; the message says what would.</exception>
    public static void Adopt(TaskModel teacher, TaskModel student)
    {
        if (teacher.Encoder.Stack is not { } large || student.Encoder.Stack is not { } small) throw new InvalidDataException(
            "Layers can only be replaced where both models have layers of a transformer, and a "
                + $"'{(teacher.Encoder.Stack is null ? teacher : student).Config.ModelType}' encoder has none.");
        if (large.Layers.Distinct().Count() < large.Layers.Count || small.Layers.Distinct().Count() < small.Layers.Count)
            throw new InvalidDataException(
                $"The layers of a '{student.Config.ModelType}' encoder share their weights: none can take the place of others.");
        (int many, int few) = (large.Layers.Count, small.Layers.Count);
        if (few == 0 || many % few != 0) throw new InvalidDataException(
            $"The student has {few} layers and its teacher {many}, which are no groups of the same size: give the student "
                + $"{string.Join(", ", Enumerable.Range(1, many).Where(depth => many % depth == 0))} layers.");
        if (student.Config.HiddenSize != teacher.Config.HiddenSize) throw new InvalidDataException(
            $"The student is {student.Config.HiddenSize} wide and its teacher {teacher.Config.HiddenSize}: a layer can only take the "
                + "place of others of its width. Leave hidden_size out of the student's config.");
        LayerInitialization.CopyFrame(teacher, student);
    }

    /// <summary>Takes the teacher's layers away, and has the student's other parameters trained again as they were.</summary>
    public void Dispose()
    {
        _stack.Replacement = null;
        foreach (Parameter parameter in _frozen) parameter.requires_grad = true;
    }
}
