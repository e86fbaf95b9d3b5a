using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Tests.Stores;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Teachers;

/// <summary>A user's own module whose outputs are stored on disk.</summary>
public sealed class StoredTeacherTests
{
    private static readonly TeacherStoreOptions Exact = new() { Precision = StorePrecision.Exact };

    private static readonly DistillationConfig Config = new()
    {
        IntermediateMatches = [new() {
            TeacherLayer = 3,
            StudentLayer = 1,
            Feature = "hidden",
            Loss = "hidden_mse",
            Proj = new("linear", 4, 6) }],
    };

    [Fact]
    public void Run_with_the_exact_store_ends_with_the_same_bits_as_one_without_on_the_same_batches()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1);
        double[] without = Trained(folder, new ModelTeacher<KeyedBatch>(Adapted(teacher)), Source(), epochs: 3);
        Assert.Equal(3 * 4 + 1, teacher.Calls); // the dry run's batch is among them
        Assert.Equal(without, Stored(folder, teacher, Exact, Source()));
        Assert.Equal(3 * 4 + 1 + 4, teacher.Calls);
        Assert.Equal(without, Stored(folder, teacher, Exact, Source()));
        Assert.Equal(3 * 4 + 1 + 4, teacher.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Examples_that_are_drawn_for_an_epoch_are_asked_about_each_time_and_never_kept(bool onDisk)
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1);
        using TeacherStore store = TeacherStore.Open(folder["store"], TeacherFingerprint.OfModule(teacher), Exact);
        ModelTeacher<KeyedBatch> asked = new(Adapted(teacher));
        using StoredTeacher<KeyedBatch> stored = onDisk ? new(asked, store) : StoredTeacher<KeyedBatch>.InMemory(asked);
        int[] numbers = [.. Enumerable.Range(0, 12)];
        IBatchSource<KeyedBatch> drawn = Batches.From(numbers, 3, KeyedBatch.Of, draw: (number, epoch, place) => (number + epoch) % 12);
        using var scope = NewDisposeScope();
        for (int epoch = 0; epoch < 2; epoch++)
            foreach (Batch<KeyedBatch> batch in drawn.Epoch(epoch))
            {
                Assert.True(batch.IsDrawn);
                Assert.Equal(asked.Teach(batch).Logits![0].data<double>(), stored.Teach(batch).Logits![0].data<double>());
            }
        Assert.Equal(2 * 2 * 4, teacher.Calls);
        Assert.Equal(0, store.Count);
        stored.Fill(drawn.Epoch(0), postprocessor: null);
        Assert.Equal(2 * 2 * 4, teacher.Calls);
        // What comes again is kept beside it.
        foreach (Batch<KeyedBatch> batch in Source().Epoch(0).Concat(Source().Epoch(0))) stored.Teach(batch);
        Assert.Equal((2 * 2 * 4) + 4, teacher.Calls);
    }

    [Fact]
    public void Batches_drawn_anew_are_read_by_example_and_give_the_same_to_the_last_bits()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1);
        double[] without = Trained(folder, new ModelTeacher<KeyedBatch>(Adapted(teacher)), Source(shuffle: true), epochs: 3);
        int calls = teacher.Calls;
        double[] stored = Stored(folder, teacher, Exact, Source(shuffle: true));
        Assert.Equal(calls + 4, teacher.Calls);
        Agree.Assert(without, stored, 1e-12, "weights");
        double[] half = Stored(folder, teacher, new TeacherStoreOptions(), Source(shuffle: true));
        Assert.NotEqual(without, half);
        Agree.Assert(without, half, 1e-2, "weights");
    }

    [Fact]
    public void Reading_makes_one_tensor_for_each_that_the_teacher_gave_and_leaves_none()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1);
        using TeacherStore store = TeacherStore.Open(folder.Path, TeacherFingerprint.OfModule(teacher), Exact);
        using StoredTeacher<KeyedBatch> stored = new(new ModelTeacher<KeyedBatch>(Adapted(teacher)), store);
        using KeyedBatch batch = KeyedBatch.Of([0, 1, 2]);
        using (NewDisposeScope()) stored.Teach(new(batch));
        LiveTensors.Unchanged(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            Signals signals = stored.Teach(new(batch));
            Assert.Equal(1 + 4, signals.Tensors.Count());
            Assert.Equal(signals.Tensors.Count(), scope.DisposablesCount);
        });
    }

    [Fact]
    public void Content_that_does_not_say_its_examples_is_an_error_that_says_what_to_do()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1);
        using TeacherStore store = TeacherStore.Open(folder.Path, TeacherFingerprint.OfModule(teacher));
        StoredTeacher<ToyBatch> stored = new(new ModelTeacher<ToyBatch>(teacher.Adapted), store);
        using ToyBatch batch = ToyBatch.Of([0]);
        string message = Assert.Throws<ConfigurationException>(() => stored.Teach(new(batch) { Examples = [new Example(0)] })).Message;
        Assert.Contains("implement IExampleBatch", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_postprocessor_made_of_a_batch_is_what_is_stored()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1), student = new(1, 4, seed: 2);
        using TeacherStore store = TeacherStore.Open(folder.Path, TeacherFingerprint.OfModule(teacher));
        using GeneralDistiller<KeyedBatch> distiller = new(
            new TrainingConfig { OutputDir = folder["run"] },
            Config,
            new StoredTeacher<KeyedBatch>(new ModelTeacher<KeyedBatch>(Adapted(teacher)), store),
            Adapted(student));
        distiller.Train(Source(), Options(1) with
        {
            Postprocessor = batch => KeyedBatch.Of([.. batch.Examples.Select(example => (int)example.Key + 100)])
        });
        Assert.True(store.Contains(100));
        Assert.False(store.Contains(0));
    }

    [Fact]
    public void Other_outputs_than_those_stored_are_an_error_that_names_the_fingerprint()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1);
        using TeacherStore store = TeacherStore.Open(folder.Path, TeacherFingerprint.OfModule(teacher));
        using KeyedBatch known = KeyedBatch.Of([0]), mixed = KeyedBatch.Of([0, 1]);
        using DisposeScope scope = NewDisposeScope();
        new StoredTeacher<KeyedBatch>(new ModelTeacher<KeyedBatch>(Adapted(teacher)), store).Teach(new(known));
        StoredTeacher<KeyedBatch> other = new(new ModelTeacher<KeyedBatch>(
            Model.From(teacher, (KeyedBatch b) => teacher.call(b.Inputs.X)).With((b, o) => new Signals { Logits = o[0] })), store);
        string message = Assert.Throws<ConfigurationException>(() => other.Teach(new(mixed))).Message;
        Assert.Contains("hidden × 4, logits", message, StringComparison.Ordinal);
        Assert.Contains("TeacherFingerprint.With", message, StringComparison.Ordinal);
    }

    private static double[] Stored(TemporaryFolder folder, Toy teacher, TeacherStoreOptions options, IBatchSource<KeyedBatch> source)
    {
        using TeacherStore store = TeacherStore.Open(folder["store"], TeacherFingerprint.OfModule(teacher), options);
        return Trained(folder, new StoredTeacher<KeyedBatch>(new ModelTeacher<KeyedBatch>(Adapted(teacher)), store), source, epochs: 3);
    }

    private static double[] Trained(TemporaryFolder folder, ITeacher<KeyedBatch> teacher, IBatchSource<KeyedBatch> source, int epochs)
    {
        using Toy student = new(1, 4, seed: 2);
        using GeneralDistiller<KeyedBatch> distiller = new(
            new TrainingConfig { OutputDir = folder["run"] },
            Config,
            teacher,
            Adapted(student));
        distiller.Train(source, Options(epochs));
        return student.Weights();
    }

    private static TrainingOptions<KeyedBatch> Options(int epochs) => new()
    {
        Optimizer = groups => new Torch.Optimizers.AdamW(groups, 0.01),
        Epochs = epochs,
    };

    private static IBatchSource<KeyedBatch> Source(bool shuffle = false) =>
        Batches.From([.. Enumerable.Range(0, 12)], 3, KeyedBatch.Of, seed: 5, shuffle: shuffle);

    // A tensor of a managed array begins wherever the array does, and products of small matrices differ by it in their last bits, run by
    // run: a copy begins where torch wants it.
    private static AdaptedModel<KeyedBatch> Adapted(Toy toy) => Model.From(toy, (KeyedBatch b) => toy.call(b.Inputs.X.clone())).With(
        (b, o) => new Signals { Logits = o[0], Hidden = o[1..], InputsMask = b.Inputs.Mask });

    /// <summary>A batch that says what is in it.</summary>
    private sealed class KeyedBatch(IReadOnlyList<int> numbers) : IExampleBatch, IDisposable
    {
        internal ToyBatch Inputs { get; } = ToyBatch.Of(numbers);

        public IReadOnlyList<Example> Examples { get; } = [.. numbers.Select(number => new Example((UInt128)number, 5))];

        internal static KeyedBatch Of(IReadOnlyList<int> numbers) => new(numbers);

        public void Dispose() => Inputs.Dispose();
    }
}
