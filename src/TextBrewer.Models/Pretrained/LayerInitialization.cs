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

    /// <summary>Student layer i takes teacher layer T − S + i.</summary>
    public static IReadOnlyList<int> Last(int teacherLayers, int studentLayers) =>
        [.. Enumerable.Range(teacherLayers - studentLayers, studentLayers)];

    /// <summary>
    /// Student layer i takes teacher layer i · (T − 1) / (S − 1), rounded: the first, the last, and evenly between. Of 12 layers 6 are 0,
    /// 2, 4, 7, 9 and 11, as DistilBERT began (Sanh et al. 2019); a student of one layer takes the first.
    /// </summary>
    public static IReadOnlyList<int> Evenly(int teacherLayers, int studentLayers) =>
        [.. Enumerable.Range(0, studentLayers)
            .Select(i => (int)Math.Round(i * (teacherLayers - 1.0) / Math.Max(1, studentLayers - 1), MidpointRounding.AwayFromZero))];

    /// <summary>
    /// Whether a student can begin with layers of a teacher: it is of the same architecture, nowhere wider, and has no more layers.
    /// </summary>
    /// <param name="teacher">From whom.</param>
    /// <param name="student">To whom.</param>
    /// <param name="words">As in <see cref="Copy"/>: where they are given, vocabularies need not be of one size.</param>
    public static bool Fits(TaskModel teacher, TaskModel student, IReadOnlyList<IReadOnlyList<int>>? words = null)
    {
        if (teacher.Config.ModelType != student.Config.ModelType || Architecture.Of(student.Config).SharesLayers) return false;
        if (teacher.Config.NumHiddenLayers < student.Config.NumHiddenLayers) return false;
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> source = teacher.state_dict();
        (string prefix, IReadOnlyList<int> layers) = (Prefix(student), First(student.Config.NumHiddenLayers));
        string table = words is null ? "" : Table(student);
        return student.state_dict().All(one => one.Key == table
            ? source[table].shape[1] >= one.Value.shape[1]
            : !source.TryGetValue(TeacherName(one.Key, prefix, layers), out Tensor? value) || Holds(value, one.Value));
    }

    /// <summary>
    /// Copies the weights. Of a tensor that is smaller in the student, its beginning is taken; a tensor that the teacher has not keeps its
    /// values.
    /// </summary>
    /// <param name="teacher">From whom.</param>
    /// <param name="student">To whom: of the same architecture, and nowhere wider.</param>
    /// <param name="layers">The teacher's layer for each of the student's, from 0.</param>
    /// <param name="words">
    /// For each word of the student's vocabulary those of the teacher's that mean it: its embedding is their mean, and stays as it is where
    /// there are none. Null: they share one vocabulary.
    /// </param>
    /// <returns>
    /// The names of the student's tensors that took only the beginning of the teacher's, and of those that the teacher has not.
    /// </returns>
    /// <exception cref="InvalidDataException">
    /// A layer does not exist, the architectures differ, their layers share weights, or the student is wider.
    /// </exception>
    public static (IReadOnlyList<string> Cut, IReadOnlyList<string> Kept) Copy(
        TaskModel teacher,
        TaskModel student,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>>? words = null)
    {
        CheckArchitecture(teacher, student);
        if (Architecture.Of(student.Config).SharesLayers)
            throw new InvalidDataException($"The layers of {Architecture.Of(student.Config).Title} share their weights, so that there are "
                + "none to choose between: use \"initialize\": \"random\".");
        if (layers.Count != student.Config.NumHiddenLayers)
            throw new InvalidDataException(
                $"{layers.Count} teacher layers are named for a student of {student.Config.NumHiddenLayers} layers: name one for each.");
        foreach (int layer in layers)
            if (layer < 0 || layer >= teacher.Config.NumHiddenLayers)
                throw new InvalidDataException(
                    $"Layer {layer} does not exist: the teacher has layers 0 to {teacher.Config.NumHiddenLayers - 1}.");

        List<string> cut = [], kept = [];
        string table = words is null ? "" : Table(student);
        string prefix = Prefix(student);
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
            if (name == table) value = Carried(value, target, words!);
            if (!Holds(value, target))
                throw new InvalidDataException($"The student's '{name}' has the shape ({string.Join(", ", target.shape)}) and the "
                    + $"teacher's ({string.Join(", ", value.shape)}): layers can only be copied into a student that is nowhere wider; use "
                    + "\"initialize\": \"random\".");
            if (!value.shape.SequenceEqual(target.shape)) cut.Add(name);
            target.copy_(value[[.. target.shape.Select(size => TensorIndex.Slice(0, size))]]);
        }
        return (cut, kept);
    }

    /// <summary>Copies everything but the layers: embeddings, pooler and head.</summary>
    /// <param name="teacher">From whom.</param>
    /// <param name="student">To whom: of the same architecture, each of these tensors of the teacher's shape.</param>
    /// <exception cref="InvalidDataException">The architectures differ, or the teacher has not one of the tensors in its shape.</exception>
    public static void CopyFrame(TaskModel teacher, TaskModel student)
    {
        CheckArchitecture(teacher, student);
        string prefix = Prefix(student);
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Dictionary<string, Tensor> source = teacher.state_dict();
        foreach ((string name, Tensor target) in student.state_dict())
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (!source.TryGetValue(name, out Tensor? value) || !value.shape.SequenceEqual(target.shape))
                throw new InvalidDataException($"The student's '{name}' has the shape ({string.Join(", ", target.shape)}) and the "
                    + $"teacher's {(value is null ? "is not there" : $"({string.Join(", ", value.shape)})")}: outside of its layers the "
                    + "student has to be shaped like its teacher.");
            target.copy_(value);
        }
    }

    private static void CheckArchitecture(TaskModel teacher, TaskModel student)
    {
        if (teacher.Config.ModelType != student.Config.ModelType)
            throw new InvalidDataException($"The teacher is a {teacher.Config.ModelType} and the student a {student.Config.ModelType}: "
                + "layers can only be copied within an architecture; use \"initialize\": \"random\".");
    }

    /// <summary>Whether a tensor has a beginning of another's shape.</summary>
    private static bool Holds(Tensor whole, Tensor beginning) =>
        whole.shape.Length == beginning.shape.Length && whole.shape.Zip(beginning.shape).All(size => size.First >= size.Second);

    /// <summary>Embeddings of a student's words, (words, the teacher's width).</summary>
    private static Tensor Carried(Tensor teacher, Tensor student, IReadOnlyList<IReadOnlyList<int>> words)
    {
        long width = Math.Min(teacher.shape[1], student.shape[1]);
        Tensor carried = zeros([student.shape[0], teacher.shape[1]], dtype: teacher.dtype, device: teacher.device);
        for (int word = 0; word < student.shape[0]; word++)
        {
            IReadOnlyList<int> from = word < words.Count ? words[word] : [];
            if (from.Count > 0) carried[word].copy_(teacher.index_select(0, tensor([.. from.Select(id => (long)id)])).mean([0]));
            else carried[word, TensorIndex.Slice(0, width)].copy_(student[word, TensorIndex.Slice(0, width)]);
        }
        return carried;
    }

    /// <summary>The name of a model's table of words.</summary>
    private static string Table(TaskModel model) =>
        $"{Architecture.Of(model.Config).Prefix}.{Architecture.Of(model.Config).Embeddings.Table}";

    /// <summary>How the names of a model's layers begin, before their numbers.</summary>
    private static string Prefix(TaskModel model) => $"{Architecture.Of(model.Config).Prefix}.{Architecture.Of(model.Config).Body.Prefix}";

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
