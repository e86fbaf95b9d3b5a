using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>Starts a student from layers of its teacher: embeddings, pooler and head included.</summary>
public static class LayerInitialization
{
    /// <summary>Student layer i takes teacher layer (i + 1) · T / S − 1.</summary>
    public static IReadOnlyList<int> EveryKth(int teacherLayers, int studentLayers) =>
        [.. Enumerable.Range(0, studentLayers).Select(i => ((i + 1) * teacherLayers / studentLayers) - 1)];

    /// <summary>Student layer i takes teacher layer i.</summary>
    public static IReadOnlyList<int> First(int studentLayers) => [.. Enumerable.Range(0, studentLayers)];

    /// <summary>
    /// Copies the weights. Of a tensor that is smaller in the student, its beginning is taken; a tensor that the teacher has not keeps its
    /// values.
    /// </summary>
    /// <param name="teacher">From whom.</param>
    /// <param name="student">To whom: of the same architecture, and nowhere wider.</param>
    /// <param name="layers">The teacher's layer for each of the student's, from 0.</param>
    /// <returns>
    /// The names of the student's tensors that took only the beginning of the teacher's, and of those that the teacher has not.
    /// </returns>
    /// <exception cref="InvalidDataException">A layer does not exist, the architectures differ, or the student is wider.</exception>
    public static (IReadOnlyList<string> Cut, IReadOnlyList<string> Kept) Copy(
        TaskModel teacher,
        TaskModel student,
        IReadOnlyList<int> layers)
    {
        if (teacher.Config.ModelType != student.Config.ModelType)
            throw new InvalidDataException($"The teacher is a {teacher.Config.ModelType} and the student a {student.Config.ModelType}: "
                + "layers can only be copied within an architecture; use \"initialize\": \"random\".");
        if (layers.Count != student.Config.NumHiddenLayers)
            throw new InvalidDataException(
                $"{layers.Count} teacher layers are named for a student of {student.Config.NumHiddenLayers} layers: name one for each.");
        foreach (int layer in layers)
            if (layer < 0 || layer >= teacher.Config.NumHiddenLayers)
                throw new InvalidDataException(
                    $"Layer {layer} does not exist: the teacher has layers 0 to {teacher.Config.NumHiddenLayers - 1}.");

        List<string> cut = [], kept = [];
        string prefix = $"{student.Config.ModelType}.{Architecture.Of(student.Config).Body.Prefix}";
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Dictionary<string, Tensor> source = teacher.state_dict();
        foreach ((string name, Tensor target) in student.state_dict())
        {
            if (!source.TryGetValue(TeacherName(name, prefix, layers), out Tensor? value))
            {
                kept.Add(name);
                continue;
            }
            if (value.shape.Length != target.shape.Length || value.shape.Zip(target.shape).Any(p => p.First < p.Second))
                throw new InvalidDataException($"The student's '{name}' has the shape ({string.Join(", ", target.shape)}) and the "
                    + $"teacher's ({string.Join(", ", value.shape)}): layers can only be copied into a student that is nowhere wider; use "
                    + "\"initialize\": \"random\".");
            if (!value.shape.SequenceEqual(target.shape)) cut.Add(name);
            target.copy_(value[[.. target.shape.Select(size => TensorIndex.Slice(0, size))]]);
        }
        return (cut, kept);
    }

    private static string TeacherName(string student, string prefix, IReadOnlyList<int> layers)
    {
        if (!student.StartsWith(prefix, StringComparison.Ordinal)) return student;
        string rest = student[prefix.Length..];
        int dot = rest.IndexOf('.', StringComparison.Ordinal);
        return int.TryParse(rest[..Math.Max(dot, 0)], NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            ? string.Create(CultureInfo.InvariantCulture, $"{prefix}{layers[layer]}{rest[dot..]}")
            : student;
    }
}
