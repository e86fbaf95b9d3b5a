using System.Globalization;
using System.Text.RegularExpressions;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Tests;

/// <summary>
/// Students narrower than their teacher. Where a teacher was made of a small model, by copies of its channels and channels that nobody
/// reads, the student cut from it has to be that small model again.
/// </summary>
public sealed class NarrowedStudentTests
{
    private const int Width = 28, Heads = 2, FeedForward = 10;

    // What a channel of the teacher is: one of the small model's from 0 on, or one of these.
    private const int Anything = -1, Zero = -2;

    [Theory]
    [InlineData("bert-sequence")]
    [InlineData("distilbert-sequence")]
    [InlineData("xlm-roberta")]
    [InlineData("mpnet")]
    [InlineData("deberta-v3")]
    [InlineData("modernbert")]
    public void Teacher_with_twice_the_heads_gives_back_what_it_was_made_of(string family)
    {
        EncoderConfig small = Small(family);
        // An MPNet's heads share a table between all layers, of which the first are kept.
        int[] heads = family == "mpnet" ? [0, 1, Anything, Anything] : [Anything, 1, Anything, 0];
        AssertFound(
            small,
            small with { HiddenSize = 2 * Width, NumAttentionHeads = 2 * Heads, IntermediateSize = 17 },
            InHeads(heads, Width / Heads, channel => channel),
            InHeads(heads, Width / Heads, channel => channel),
            heads);
    }

    [Fact]
    public void Teacher_with_wider_heads_gives_back_what_it_was_made_of()
    {
        EncoderConfig small = Small("bert-sequence");
        int own = Width / Heads;
        AssertFound(
            small,
            small with { HiddenSize = 2 * Width, IntermediateSize = 17 },
            queries: InHeads([0, 1], 2 * own, channel => channel % 2 == 1 ? channel / 2 : Zero),
            values: InHeads([0, 1], 2 * own, channel => channel < own ? Anything : channel - own),
            heads: [0, 1]);
    }

    [Fact]
    public void Fewer_layers_take_theirs_from_the_layers_that_are_named()
    {
        EncoderConfig small = Small("bert-sequence") with { NumHiddenLayers = 1 };
        using SequenceClassifier teacher = Random(small with { HiddenSize = 2 * Width, NumHiddenLayers = 3 }, 1);
        using SequenceClassifier of0 = new(small, seed: 2), of2 = new(small, seed: 2);
        LayerInitialization.Copy(teacher, of0, [0]);
        LayerInitialization.Copy(teacher, of2, [2]);
        using DisposeScope scope = NewDisposeScope();
        Tensor whole = teacher.state_dict()["bert.encoder.layer.2.attention.output.LayerNorm.weight"];
        double[] kept = Numbers(of2.state_dict()["bert.encoder.layer.0.attention.output.LayerNorm.weight"]);
        Assert.Subset(Numbers(whole).ToHashSet(), kept.ToHashSet());
        Assert.NotEqual(kept, Numbers(of0.state_dict()["bert.encoder.layer.0.attention.output.LayerNorm.weight"]));
    }

    [Fact]
    public void Texts_let_kept_channels_speak_for_those_that_move_with_them()
    {
        EncoderConfig small = Small("bert-sequence") with { IntermediateSize = FeedForward }, wide = small with { IntermediateSize = 20 };
        using SequenceClassifier teacher = Random(wide, 1);
        using SequenceClassifier with = new(small, seed: 2), without = new(small, seed: 2);
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
            foreach ((string name, Tensor value) in teacher.state_dict())
            {
                // Each channel once more, of which little is taken.
                if (name.Contains(".intermediate.dense.", StringComparison.Ordinal)) value[10..].copy_(value[..10]);
                if (!Regex.IsMatch(name, @"layer\.\d+\.output\.dense\.weight")) continue;
                value[.., ..10].copy_(value[.., ..10].sign() + (value[.., ..10] * 0.1));
                value[.., 10..].mul_(0.1);
            }
        IReadOnlyList<int> layers = LayerInitialization.First(small.NumHiddenLayers);
        LayerInitialization.Copy(teacher, with, layers, read: model => Logits(model));
        LayerInitialization.Copy(teacher, without, layers);
        Assert.True(teacher.training); // as it was
        double[] expected = Logits(teacher), fitted = Logits(with), plain = Logits(without);
        Assert.True(Distance(expected, plain) > 0.01, $"{Distance(expected, plain)}");
        Assert.True(Distance(expected, fitted) < Distance(expected, plain) / 20, $"{Distance(expected, fitted)}");
    }

    [Fact]
    public void A_narrower_recurrent_student_is_refused()
    {
        using SequenceClassifier teacher = new(GoldenModels.BiGru(), seed: 1), student = new(GoldenModels.BiGru() with
        {
            HiddenSize = 6,
        }, seed: 2);
        Assert.False(LayerInitialization.Fits(teacher, student));
        string error = Assert.Throws<InvalidDataException>(() => LayerInitialization.Copy(teacher, student, [0])).Message;
        Assert.Contains("cannot be made narrower", error, StringComparison.Ordinal);
    }

    private static EncoderConfig Small(string family) => GoldenModels.Config(family) with
    {
        HiddenSize = Width,
        NumAttentionHeads = Heads,
        IntermediateSize = FeedForward,
    };

    private static void AssertFound(EncoderConfig small, EncoderConfig wide, int[] queries, int[] values, int[] heads)
    {
        using DisposeScope scope = NewDisposeScope();
        using SequenceClassifier known = Random(small, 1), teacher = Random(wide, 2), student = new(small, seed: 3);
        Widen(known, teacher, queries, values, heads);
        double[] expected = Logits(known);
        Assert.True(Distance(expected, Logits(teacher)) < 1e-4, "the teacher was made wrongly");
        Assert.True(LayerInitialization.Fits(teacher, student));
        (IReadOnlyList<string> cut, IReadOnlyList<string> kept) =
            LayerInitialization.Copy(teacher, student, LayerInitialization.First(small.NumHiddenLayers));
        Assert.Empty(kept);
        Assert.Contains(Architecture.Of(small).WordsName, cut);
        Assert.True(Distance(expected, Logits(student)) < 1e-4, $"{Distance(expected, Logits(student))}");
    }

    /// <summary>Makes a teacher that answers like a small model.</summary>
    private static void Widen(SequenceClassifier small, SequenceClassifier wide, int[] queries, int[] values, int[] heads)
    {
        Architecture architecture = Architecture.Of(small.Config);
        Regex inLayer = new($@"^{Regex.Escape($"{architecture.Prefix}.{architecture.Body.Prefix}")}\d+\.(.+)\.(weight|bias)$");
        // Hidden channels stand there twice, in no order; the first copy is what is read.
        int[] order = [.. Enumerable.Range(0, 2 * Width).OrderBy(i => (i * 29) % 56)];
        int[] twice = [.. order.Select(i => i % Width)], once = [.. order.Select(i => i < Width ? i : Zero)];
        int[] feedForward = [0, 1, 2, Anything, Anything, 3, 4, 5, Anything, Anything, 6, 7, 8, Anything, Anything, 9, Anything];
        HashSet<string> dense = [.. small.named_modules().Where(one => one.module is Linear).Select(one => one.name)];
        double scale = Math.Sqrt((double)wide.Config.HiddenSize / wide.Config.NumAttentionHeads * small.Config.NumAttentionHeads / Width);
        Dictionary<string, Tensor> targets = wide.state_dict();
        using var noGrad = no_grad();
        foreach ((string name, Tensor source) in small.state_dict())
        {
            Match match = inLayer.Match(name);
            string owner = name[..Math.Max(0, name.LastIndexOf('.'))];
            int[][] maps = [.. source.shape.Select((size, axis) => Map(match.Success ? match.Groups[1].Value : "", axis, (int)size))];
            Fill(targets[name], source, maps, match.Success && IsOfQueries(match.Groups[1].Value) ? scale : 1);

            int[] Map(string part, int axis, int size)
            {
                if (architecture.Body.Axes!.FirstOrDefault(one => one.Part == part && one.Axis == axis) is { } inside)
                    return [.. inside.Blocks.SelectMany((kind, block) => Kind(kind).Select(channel => channel < 0
                        ? axis == 1 ? Zero : channel
                        : (block * size / inside.Blocks.Length) + channel))];
                if (size == Heads && architecture.Name == "mpnet") return heads;
                if (size != Width) return [.. Enumerable.Range(0, size)];
                return axis == 1 && dense.Contains(owner) ? once : twice;
            }
        }

        int[] Kind(ChannelKind kind) => kind switch
        {
            ChannelKind.Queries => queries,
            ChannelKind.Values => values,
            _ => feedForward,
        };

        // Where heads are as wide as they were, the scale is 1, and it does not matter whose it is.
        bool IsOfQueries(string part) => architecture.Body.Axes![0].Part == part;
    }

    private static void Fill(Tensor target, Tensor source, int[][] maps, double scale)
    {
        int columns = maps.Length > 1 ? maps[1].Length : 1, sources = maps.Length > 1 ? (int)source.shape[1] : 1;
        (float[] from, float[] to) = (source.data<float>().ToArray(), target.data<float>().ToArray());
        for (int row = 0; row < maps[0].Length; row++)
            for (int column = 0; column < columns; column++)
            {
                (int r, int c) = (maps[0][row], maps.Length > 1 ? maps[1][column] : 0);
                if (r != Anything && c != Anything)
                    to[(row * columns) + column] = r == Zero || c == Zero ? 0 : (float)(scale * from[(r * sources) + c]);
            }
        target.copy_(tensor(to).reshape(target.shape));
    }

    private static int[] InHeads(int[] heads, int width, Func<int, int> channel) =>
    [
        .. heads.SelectMany(head => Enumerable.Range(0, width).Select(i => head < 0 ? Anything : channel(i) is >= 0 and var own
            ? (head * (Width / Heads)) + own
            : channel(i))),
    ];

    private static SequenceClassifier Random(EncoderConfig config, int seed)
    {
        SequenceClassifier model = new(config, seed);
        using DisposeScope scope = NewDisposeScope(); // not around the model, whose embeddings it would take along
        using Generator generator = new((ulong)seed);
        using (no_grad())
            foreach (Parameter parameter in model.parameters())
                parameter.copy_((randn(parameter.shape, generator: generator) * 0.3) + (parameter.dim() == 1 ? 0.5 : 0));
        return model;
    }

    private static double[] Logits(TaskModel model)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        bool training = model.training;
        model.eval();
        Tensor ids = arange(2, 34).reshape(4, 8) % Math.Min(30, model.Config.VocabSize);
        double[] logits = Numbers(model.Forward(ids, ones_like(ids)).Logits);
        model.train(training);
        return logits;
    }

    private static double[] Numbers(Tensor values) => [.. values.to(float64).data<double>()];

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
