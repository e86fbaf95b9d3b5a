using System.Diagnostics;
using System.Globalization;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.TextModels;

/// <summary>
/// Chooses what computes a teacher's logits. ONNX Runtime is often faster, int8 most of all, but its logits are not the same bits: so it is
/// asked for, has to agree with torch on a sample, and the choice is said.
/// </summary>
/// <param name="path">The teacher's place in the recipe.</param>
/// <param name="looksInside">Whether the distillation compares what is inside the teacher.</param>
/// <param name="task">Makes batches.</param>
/// <param name="outputs">The outputs that the task needs.</param>
/// <param name="say">Takes sentences for a person.</param>
/// <param name="cancellationToken">Stops after the batch at hand.</param>
internal sealed class TeacherEngine(
    string path,
    bool looksInside,
    TextTask task,
    IReadOnlyList<string> outputs,
    Action<string> say,
    CancellationToken cancellationToken = default)
{
    private const int Sample = 64, Batch = 16, Rounds = 3;

    /// <summary>Chooses, and gives the teacher that is computed so; it owns the given one.</summary>
    /// <param name="engine">What the recipe says.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="texts">The training texts.</param>
    /// <exception cref="ConfigurationException">The engine cannot compute this teacher, or what is asked of it.</exception>
    internal (string Engine, ITextModel Teacher) Choose(string engine, ITextModel teacher, IReadOnlyList<EncodedText> texts)
    {
        if (engine == RecipeTeacher.Torch) return (engine, teacher);
        if (teacher is not EncoderTextModel model) throw new ConfigurationException(
            $"{path}.engine is {engine}, and the teacher is a file, which has its own: leave it out, or name a Hugging Face folder.");
        if (looksInside && engine != RecipeTeacher.Auto) throw new ConfigurationException(
            $"{path}.engine is {engine}, which gives logits alone, and the distillation compares what is inside the teacher: use "
                + $"{RecipeTeacher.Torch} or {RecipeTeacher.Auto}, or leave intermediate_matches and emd out.");
        if (looksInside) return Torch(teacher, "the distillation compares what is inside it");
        if (texts.Count == 0) return Torch(teacher, "there are no texts to compare with");

        EncodedText[] sample = Of(texts);
        List<(string Engine, EngineTextModel Model)> found = [];
        try
        {
            return Choose(engine, model, sample, found);
        }
        catch
        {
            foreach ((_, EngineTextModel opened) in found) opened.Close();
            throw;
        }
    }

    private (string Engine, ITextModel Teacher) Choose(
        string engine,
        EncoderTextModel teacher,
        EncodedText[] sample,
        List<(string Engine, EngineTextModel Model)> found)
    {
        string[] wanted = engine == RecipeTeacher.Auto ? [RecipeTeacher.Onnx, RecipeTeacher.OnnxInt8] : [engine];
        foreach (string name in wanted)
            if (Open(name, teacher, sample) is { } opened) found.Add((name, opened));
        if (found.Count == 0) return Torch(teacher, "ONNX Runtime does not agree with it");
        if (engine != RecipeTeacher.Auto) return found[0];

        double[] seconds = Time([teacher, .. found.Select(one => one.Model)], sample);
        int best = Array.IndexOf(seconds, seconds.Min());
        for (int i = 0; i < found.Count; i++) if (i != best - 1) found[i].Model.Close();
        string[] times = [.. seconds.Select((time, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"{(i == 0 ? RecipeTeacher.Torch : found[i - 1].Engine)} {1000 * time / sample.Length:F2} ms"))];
        (string Engine, ITextModel Teacher) chosen = best == 0 ? (RecipeTeacher.Torch, teacher) : found[best - 1];
        say($"{path}: {chosen.Engine} computes the teacher's logits; a text takes by {string.Join(", by ", times)}.");
        return chosen;
    }

    private (string Engine, ITextModel Teacher) Torch(ITextModel teacher, string why)
    {
        say($"{path}: torch computes the teacher: {why}.");
        return (RecipeTeacher.Torch, teacher);
    }

    /// <summary>Opens the other form; null: there is none that agrees.</summary>
    private EngineTextModel? Open(string engine, EncoderTextModel model, EncodedText[] sample)
    {
        EngineTextModel opened;
        try
        {
            opened = new EngineTextModel(model, outputs, engine == RecipeTeacher.OnnxInt8);
        }
        catch (NotSupportedException problem)
        {
            say($"{path}: {engine} cannot compute the teacher: {problem.Message}");
            return null;
        }
        EngineAgreement agreement;
        try
        {
            agreement = EngineAgreement.Of(model, opened, task, sample, cancellationToken);
        }
        catch
        {
            opened.Close();
            throw;
        }
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {engine} against torch on {sample.Length} texts: logits differ by {agreement.Difference:P2} (root mean square), the "
                + $"best label is the same for {agreement.Same:P1}{(agreement.Holds ? "" : ": too little to teach from")}."));
        if (agreement.Holds) return opened;
        opened.Close();
        return null;
    }

    /// <summary>Texts from everywhere in the data.</summary>
    private static EncodedText[] Of(IReadOnlyList<EncodedText> texts)
    {
        int step = Math.Max(1, texts.Count / Sample);
        return [.. texts.Where((_, i) => i % step == 0).Take(Sample)];
    }

    /// <summary>The least seconds of each, round by round, each right after the others; the first round warms up.</summary>
    private double[] Time(IReadOnlyList<ITextModel> models, EncodedText[] sample)
    {
        double[] least = [.. models.Select(_ => double.MaxValue)];
        using var noGrad = no_grad();
        for (int round = 0; round <= Rounds; round++)
        {
            for (int i = 0; i < least.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                foreach (EncodedText[] texts in sample.Chunk(Batch))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using var scope = NewDisposeScope();
                    using TextBatch batch = task.Collate(texts);
                    models[i].Logits(batch);
                }
                if (round > 0) least[i] = Math.Min(least[i], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        return least;
    }
}
