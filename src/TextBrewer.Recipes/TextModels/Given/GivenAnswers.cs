using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.TextModels.Given;

/// <summary>A teacher whose answers were made elsewhere and stand in a file, found by what a model would see of each text.</summary>
/// <param name="path">The file.</param>
/// <param name="perToken">Whether an output has values for each token.</param>
internal sealed class GivenAnswers(string path, bool perToken) : ITextModel
{
    private readonly Dictionary<UInt128, float[][]> _logits = [];

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => null;

    /// <inheritdoc/>
    public int? Positions => null;

    /// <inheritdoc/>
    public long? Parameters => null;

    /// <inheritdoc/>
    public long Bytes => new FileInfo(path).Length;

    /// <inheritdoc/>
    public bool Knows(EncodedText text) => _logits.ContainsKey(text.Key());

    /// <summary>Reads the file.</summary>
    /// <param name="task">Makes of texts what a model sees.</param>
    /// <param name="named">The texts of the data by their names, asked for where an answer has a name alone.</param>
    /// <param name="say">Takes a sentence for a person.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <exception cref="InvalidDataException">A row is not what it should be; the message has file and line.</exception>
    internal void Read(
        TextTask task,
        Func<IReadOnlyDictionary<string, GivenAnswer>> named,
        Action<string> say,
        CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, GivenAnswer>? names = null;
        int rows = 0, unnamed = 0;
        IEnumerable<GivenAnswer> answers = GivenFile.Read(path).Select(Found).OfType<GivenAnswer>();
        foreach ((EncodedText Text, float[][] Logits)[] found in OrderedWork.Select(answers, Given, cancellationToken: cancellationToken))
            foreach ((EncodedText text, float[][] logits) in found) _logits[text.Key()] = logits;
        if (_logits.Count == 0) throw new InvalidDataException(
            $"'{path}' has no answer{(unnamed > 0 ? $" to a text of the data: none has the id of one of its {rows} rows" : "")}.");
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)}: {rows:N0} answers"
                + $"{(unnamed > 0 ? $" ({unnamed:N0} with an id that no text of the data has)" : "")}"));

        GivenAnswer? Found(GivenAnswer answer)
        {
            rows++;
            if (answer.Id is not { } id || answer.Text is not null || answer.Words is not null) return answer;
            if ((names ??= named()).TryGetValue(id, out GivenAnswer? text)) return answer with
            {
                Text = text.Text,
                Pair = text.Pair,
                Question = text.Question,
            };
            unnamed++;
            return null;
        }

        (EncodedText Text, float[][] Logits)[] Given(GivenAnswer answer)
        {
            try
            {
                return [.. task.Given(answer)];
            }
            catch (Exception problem) when (problem is FormatException or InvalidOperationException)
            {
                throw new InvalidDataException($"'{path}', line {answer.Line} {problem.Message}.", problem);
            }
        }
    }

    /// <inheritdoc/>
    public TeacherFingerprint Fingerprint() => TeacherFingerprint.OfFiles(path);

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Logits(TextBatch batch)
    {
        float[][][] known = [.. batch.Examples.Select(example => _logits.TryGetValue(example.Key, out float[][]? logits)
            ? logits
            : throw new ConfigurationException($"'{path}' has no answer to a text that it is asked about."))];
        return [.. known[0].Select((_, output) => Joined(batch, [.. known.Select(logits => logits[output])]))];
    }

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(TextTask task, DistillationConfig distillation) =>
        new PrecomputedTeacher<TextBatch>(batch => task.ToSignals(batch, Logits(batch)));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>(batch, values), or with values for each token (batch, length) or (batch, length, values).</summary>
    private Tensor Joined(TextBatch batch, float[][] logits)
    {
        int length = perToken ? (int)batch.Ids.shape[^1] : 1, each = logits[0].Length / (perToken ? batch.Examples[0].Length!.Value : 1);
        float[] values = new float[logits.Length * length * each];
        for (int row = 0; row < logits.Length; row++) logits[row].CopyTo(values, row * length * each);
        long[] shape = !perToken ? [logits.Length, each] : each == 1 ? [logits.Length, length] : [logits.Length, length, each];
        return tensor(values, shape, device: batch.Ids.device);
    }
}
