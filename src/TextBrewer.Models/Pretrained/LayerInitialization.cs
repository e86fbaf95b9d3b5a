using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
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
        if (!Fits(teacher.Config, student.Config)) return false;
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> source = teacher.state_dict();
        (string prefix, IReadOnlyList<int> layers) = (Prefix(student), First(student.Config.NumHiddenLayers));
        string table = words is null ? "" : Table(student);
        return student.state_dict().All(one =>
            !source.TryGetValue(TeacherName(one.Key, prefix, layers), out Tensor? value) || Holds(value, one.Value, one.Key == table));
    }

    /// <summary>Whether students of a configuration can begin with layers of a teacher's, as far as configurations tell.</summary>
    /// <param name="teacher">The teacher's configuration.</param>
    /// <param name="student">The student's.</param>
    public static bool Fits(EncoderConfig teacher, EncoderConfig student) =>
        teacher.ModelType == student.ModelType
            && !Architecture.Of(student).SharesLayers
            && student.NumHiddenLayers <= teacher.NumHiddenLayers
            && student.HiddenSize <= teacher.HiddenSize
            && student.IntermediateSize <= teacher.IntermediateSize
            && (student.EmbeddingSize ?? student.HiddenSize) <= (teacher.EmbeddingSize ?? teacher.HiddenSize)
            && student.MaxPositionEmbeddings <= teacher.MaxPositionEmbeddings
            && (!IsNarrower(teacher, student) || Architecture.Of(student).Body.Axes is not null);

    /// <summary>Whether channels of the teacher are left out, in its hidden states, its embeddings or its feed-forward networks.</summary>
    /// <param name="teacher">The teacher's configuration.</param>
    /// <param name="student">The student's.</param>
    private static bool IsNarrower(EncoderConfig teacher, EncoderConfig student) =>
        (student.HiddenSize, student.IntermediateSize, student.EmbeddingSize)
            != (teacher.HiddenSize, teacher.IntermediateSize, teacher.EmbeddingSize);

    /// <summary>
    /// Copies the weights. A narrower student keeps the channels that the teacher's dense layers take most from, of each head as many as it
    /// has, and dense layers that read fewer channels are fitted to what they gave before (<see cref="NarrowedWeights"/>); fewer words,
    /// positions or labels are the first ones. A tensor that the teacher has not keeps its values.
    /// </summary>
    /// <param name="teacher">From whom.</param>
    /// <param name="student">To whom: of the same architecture, and nowhere wider.</param>
    /// <param name="layers">The teacher's layer for each of the student's, from 0.</param>
    /// <param name="words">
    /// For each word of the student's vocabulary those of the teacher's that mean it: its embedding is their mean, and stays as it is where
    /// there are none. Null: they share one vocabulary.
    /// </param>
    /// <param name="read">
    /// Runs the teacher over texts like those that the student will read, which tell what its layers take from their channels; asked of a
    /// narrower student alone. Null: what is known are the weights.
    /// </param>
    /// <returns>
    /// The names of the student's tensors that took only a part of the teacher's, and of those that the teacher has not.
    /// </returns>
    /// <exception cref="InvalidDataException">
    /// A layer does not exist, the architectures differ, their layers share weights, or the student is wider.
    /// </exception>
    public static (IReadOnlyList<string> Cut, IReadOnlyList<string> Kept) Copy(
        TaskModel teacher,
        TaskModel student,
        IReadOnlyList<int> layers,
        IReadOnlyList<IReadOnlyList<int>>? words = null,
        Action<TaskModel>? read = null)
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

        bool isNarrower = IsNarrower(teacher.Config, student.Config);
        if (isNarrower && Architecture.Of(student.Config).Body.Axes is null)
            throw new InvalidDataException($"The layers of a {student.Config.ModelType} cannot be made narrower: use \"initialize\": "
                + "\"random\".");

        List<string> cut = [], kept = [];
        string table = words is null ? "" : Table(student);
        string prefix = Prefix(student);
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Dictionary<string, Tensor> source = teacher.state_dict(), own = student.state_dict();
        foreach ((string name, Tensor target) in own)
        {
            if (!source.TryGetValue(TeacherName(name, prefix, layers), out Tensor? value)) kept.Add(name);
            else if (!Holds(value, target, name == table))
                throw new InvalidDataException($"The student's '{name}' has the shape ({string.Join(", ", target.shape)}) and the "
                    + $"teacher's ({string.Join(", ", value.shape)}): layers can only be copied into a student that is nowhere wider; use "
                    + "\"initialize\": \"random\".");
            else if (!value.shape.SequenceEqual(target.shape)) cut.Add(name);
        }
        NarrowedWeights? narrowed = isNarrower ? new(teacher, student.Config, layers, read) : null;
        foreach ((string name, Tensor target) in own)
        {
            string from = TeacherName(name, prefix, layers);
            if (!source.TryGetValue(from, out Tensor? value)) continue;
            if (name == table) value = Carried(value, target, words!);
            target.copy_(narrowed is null
                ? value[[.. target.shape.Select(size => TensorIndex.Slice(0, size))]]
                : narrowed.Of(from, value, target, own.GetValueOrDefault(name[..(name.LastIndexOf('.') + 1)] + "weight")));
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

    /// <summary>Whether a tensor is nowhere smaller than another; of a table of words that are carried over its width counts.</summary>
    private static bool Holds(Tensor whole, Tensor part, bool isCarried) =>
        whole.shape.Length == part.shape.Length
            && whole.shape.Zip(part.shape).Skip(isCarried ? 1 : 0).All(size => size.First >= size.Second);

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
