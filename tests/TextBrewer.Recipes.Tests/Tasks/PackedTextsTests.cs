using CsCheck;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Testing;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>Examples in little memory.</summary>
public sealed class PackedTextsTests
{
    private static readonly Gen<TokenSequence> Sequences =
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 3]).Array[0, 40].Select(tokens => new TokenSequence(
            [.. tokens.Select(token => token.Item1 >> (token.Item1 % 31))],
            [.. tokens.Select(token => token.Item2)]));

    private static readonly Gen<Target>[] Targets =
    [
        Gen.Int.Select(label => (Target)new ClassTarget(label)),
        Gen.Int[-100, 40000].Array[0, 30].Select(labels => (Target)new TagTarget(labels)),
        Gen.Select(Gen.Single.Array[0, 6], Gen.Bool).Select((values, known) => (Target)new ValuesTarget(values, known)),
        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Int).Select((a, b, c, d) => (Target)new AnswerTarget(a, b, c, d)),
        Gen.Select(Gen.Int[0, 600], Gen.Int[-1, 40000]).Array[0, 30].Select(
            masks => (Target)new MaskTarget([.. masks.Select(mask => mask.Item1)], [.. masks.Select(mask => mask.Item2)])),
    ];

    [Fact]
    public void What_was_added_comes_out_of_every_kind_of_target()
    {
        foreach (Gen<Target> targets in Targets)
            Gen.Select(Sequences.Array[1, 4], targets, Gen.Bool)
                .Select((sequences, target, cut) => new EncodedText(sequences, target) { Truncated = cut })
                .Array[1, 20]
                .Sample(texts =>
                {
                    PackedTexts packed = Packed(texts);
                    Assert.Equal(texts.Select(Shown), packed.Select(Shown));
                    Assert.Equal(texts.Select(text => text.Key()), Enumerable.Range(0, packed.Count).Select(i => packed[i].Key()));
                    Assert.Equal(texts.Where(text => text.Target.IsLabelled).Select(Shown), packed.Labelled().Select(Shown));
                }, iter: 200);
    }

    [Fact]
    public void Examples_that_fill_many_chunks_come_out_in_their_order()
    {
        EncodedText long1 = Text([.. Enumerable.Range(0, 900_000)], 1), short1 = Text([1, 2, 3], 0);
        PackedTexts packed = Packed([short1, long1, short1, long1, long1]);
        Assert.Equal([3, 900_000, 3, 900_000, 900_000], packed.Select(text => text.Length));
        Assert.Equal(long1.Key(), packed[4].Key());
    }

    // One chunk stands in memory, the others in the temporary file; read by many threads at once.
    [Fact]
    public void Examples_that_memory_does_not_hold_come_out_of_the_file_that_does()
    {
        const int Count = 60_000;
        using PackedTexts packed = new(chunksInMemory: 1);
        for (int i = 0; i < Count; i++) packed.Add(Example(i));
        packed.Add(Text([.. Enumerable.Range(0, 900_000)], 1));
        packed.Add(Example(7));
        Assert.InRange(packed.Bytes, 0, 6 << 20);
        Assert.Equal((Count + 2, 900_000), (packed.Count, packed[Count].Length));
        Parallel.For(0, Count, i => Assert.Equal(Shown(Example(i)), Shown(packed[i])));
        Assert.Equal(Shown(Example(7)), Shown(packed[Count + 1]));

        static EncodedText Example(int i) => Text([.. Enumerable.Range(i, 1 + (i % 50))], i);
    }

    [Fact]
    public void Targets_of_two_kinds_are_refused()
    {
        PackedTexts packed = Packed([Text([1], 0)]);
        Assert.Throws<ArgumentException>(() => packed.Add(new EncodedText(new TokenSequence([1], [0]), new TagTarget([0]))));
    }

    [Fact]
    public void Read_by_many_threads_at_once_examples_are_the_same()
    {
        PackedTexts packed = Packed(Enumerable.Range(0, 2000).Select(i => Text([.. Enumerable.Range(i, 1 + (i % 50))], i)));
        string[] expected = [.. packed.Select(Shown)];
        Parallel.For(0, 20_000, i => Assert.Equal(expected[i % 2000], Shown(packed[i % 2000])));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void File_that_is_read_to_train_on_gives_what_it_gives_to_measure_by(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        Recipe recipe = Checking.RecipeFile.Read(folder["recipe.json"]);
        using Evaluating.LoadedModel model = new(folder["teacher"], kind);
        (TaskData data, ReadReport whole) = model.Task.Read(recipe.Data!.Dev!.First);
        PackedTexts packed = new();
        ReadReport streamed = model.Task.ReadInto(packed, recipe.Data.Dev.First);
        Assert.Equal(data.Inputs.Select(model.Task.AsRead).Select(Shown), packed.Select(Shown));
        Assert.Equal(whole.ToString(), streamed.ToString());
    }

    public static TheoryData<string> Kinds => [.. SmallRecipe.Kinds];

    [Fact]
    public void Sentence_of_SST2_takes_less_than_sixty_bytes()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        PackedTexts[] more = [.. Enumerable.Range(0, 5).Select(_ => Sst2.Train(limit: null))];
        double each = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / more.Sum(texts => texts.Count);
        Assert.InRange(each, 20, 60); // as objects they take 460
        Assert.InRange((double)more[0].Bytes / more[0].Count, 20, 60);
        GC.KeepAlive(more);
    }

    private static PackedTexts Packed(IEnumerable<EncodedText> texts)
    {
        PackedTexts packed = new();
        foreach (EncodedText text in texts) packed.Add(text);
        return packed;
    }

    private static EncodedText Text(int[] ids, int label) => new(new TokenSequence(ids, new int[ids.Length]), new ClassTarget(label));

    private static string Shown(EncodedText text) => string.Join(
        " | ",
        [
            .. text.Sequences.Select(s => $"{string.Join(' ', s.Ids)}: {string.Join(' ', s.TypeIds)}"),
            Shown(text.Target),
            $"{text.Truncated}",
        ]);

    private static string Shown(Target target) => target switch
    {
        TagTarget tags => string.Join(' ', tags.Labels),
        MaskTarget masks => $"{string.Join(' ', masks.Places)}: {string.Join(' ', masks.Tokens)}",
        ValuesTarget values => $"{values.IsKnown} {string.Join(' ', values.Values.Select(BitConverter.SingleToInt32Bits))}",
        _ => target.ToString(),
    };
}
