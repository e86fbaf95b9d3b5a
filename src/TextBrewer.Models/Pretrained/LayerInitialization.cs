using System.Globalization;
using TextBrewer.Models.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>Starts a student from layers of its teacher: embeddings, pooler and head included.</summary>
public static class LayerInitialization
{
    private const string LayerPrefix = "bert.encoder.layer.";

    /// <summary>Student layer i takes teacher layer (i + 1) · T / S − 1.</summary>
    public static IReadOnlyList<int> EveryKth(int teacherLayers, int studentLayers) =>
        [.. Enumerable.Range(0, studentLayers).Select(i => ((i + 1) * teacherLayers / studentLayers) - 1)];

    /// <summary>Student layer i takes teacher layer i.</summary>
    public static IReadOnlyList<int> First(int studentLayers) => [.. Enumerable.Range(0, studentLayers)];

    /// <summary>Copies the weights.</summary>
    /// <param name="teacher">From whom.</param>
    /// <param name="student">To whom: of the same widths.</param>
    /// <param name="layers">The teacher's layer for each of the student's, from 0.</param>
    /// <exception cref="InvalidDataException">A layer does not exist, or widths differ.</exception>
    public static void Copy(SequenceClassifier teacher, SequenceClassifier student, IReadOnlyList<int> layers)
    {
        if (layers.Count != student.Config.NumHiddenLayers)
            throw new InvalidDataException($"{layers.Count} teacher layers are named for a student of {student.Config.NumHiddenLayers} layers: name one for each.");
        foreach (int layer in layers)
            if (layer < 0 || layer >= teacher.Config.NumHiddenLayers)
                throw new InvalidDataException($"Layer {layer} does not exist: the teacher has layers 0 to {teacher.Config.NumHiddenLayers - 1}.");

        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Dictionary<string, Tensor> source = teacher.state_dict();
        foreach ((string name, Tensor target) in student.state_dict())
        {
            Tensor value = source[TeacherName(name, layers)];
            if (!value.shape.SequenceEqual(target.shape))
                throw new InvalidDataException($"The student's '{name}' has the shape ({string.Join(", ", target.shape)}) and the teacher's ({string.Join(", ", value.shape)}): layers can only be copied between models of the same widths; use \"initialize\": \"random\".");
            target.copy_(value);
        }
    }

    private static string TeacherName(string student, IReadOnlyList<int> layers)
    {
        if (!student.StartsWith(LayerPrefix, StringComparison.Ordinal)) return student;
        string rest = student[LayerPrefix.Length..];
        int dot = rest.IndexOf('.', StringComparison.Ordinal);
        int layer = layers[int.Parse(rest[..dot], CultureInfo.InvariantCulture)];
        return string.Create(CultureInfo.InvariantCulture, $"{LayerPrefix}{layer}{rest[dot..]}");
    }
}
