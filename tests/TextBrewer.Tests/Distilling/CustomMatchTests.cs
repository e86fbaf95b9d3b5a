using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Matching;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Testing;
using TextBrewer.Tests.Training;
using TextBrewer.Torch.Recomputing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

public sealed class CustomMatchTests
{
    private static readonly Func<Tensor, Tensor, Tensor?, Tensor> Distance = (s, t, _) => (s - t).square().mean();

    [Fact]
    public void Match_by_module_and_by_path_is_the_same_as_by_hidden_state()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1);
        Linear inTeacher = (Linear)teacher.named_modules().Single(m => m.name == "layers.2").module;
        List<double[]> weights = [];
        List<double> logged = [];
        foreach (bool byPath in new[] { false, true })
        {
            using Toy student = new(1, 4, seed: 2);
            Linear inStudent = (Linear)student.named_modules().Single(m => m.name == "layers.1").module;
            CustomMatch match = new()
            {
                TeacherModule = byPath ? "layers.2" : inTeacher,
                StudentModule = byPath ? "layers.1" : inStudent,
                Loss = Distance,
                Weight = 3,
                Name = "mine"
            };
            ScalarLog log = new();
            using GeneralDistiller<ToyBatch> distiller = new(
                Toy.Training(folder),
                new DistillationConfig(),
                teacher.Adapted,
                student.Adapted,
                new DistillationParts { CustomMatches = [match] });
            LiveTensors.Unchanged(() => distiller.Train(Toy.Source(), Toy.Options(epochs: 2, log)));
            weights.Add(student.Weights());
            logged.Add(log.Scalars[^1]["unweighted_mine"]);
            Assert.True(log.Scalars[^1]["unweighted_mine"] < log.Scalars[0]["unweighted_mine"]);
            Assert.Equal(
                log.Scalars[0]["unweighted_kd_loss"] + (3 * log.Scalars[0]["unweighted_mine"]),
                log.Scalars[0]["total_loss"],
                1e-12);
        }
        // Matrix products of batches made anew may differ in the last bit.
        Agree.Assert(weights[0], weights[1], 1e-12, "weights");
        Assert.Equal(logged[0], logged[1], 1e-12);
    }

    [Fact]
    public void Match_inside_our_models_goes_by_the_checkpoints_path()
    {
        using TemporaryFolder folder = new();
        using GoldenModel teacher = new(
            "runs/general-hidden/teacher.config.json",
            "runs/general-hidden/teacher0.safetensors",
            tokens: false);
        using GoldenModel student = new(
            "runs/general-hidden/student.config.json",
            "runs/general-hidden/student.initial.safetensors",
            tokens: false);
        CustomMatch match = new()
        {
            TeacherModule = "bert.encoder.layer.1.attention",
            StudentModule = "bert.encoder.layer.0.attention",
            Loss = Distance,
            Proj = Projection.Auto
        };
        GoldenBatch[] batches = GoldenBatch.Read("runs/general-hidden/batches.safetensors");
        ScalarLog log = new();
        using (GeneralDistiller<GoldenBatch> distiller = new(
            new TrainingConfig { OutputDir = folder.Path },
            new DistillationConfig(),
            teacher.Adapted,
            student.Adapted,
            new DistillationParts { CustomMatches = [match] }))
        {
            distiller.Train(Batches.Of(batches), new() { Optimizer = Toy.Options().Optimizer, Epochs = 3, Observers = [log] });
            Assert.Contains("custom_0.weight", distiller.Projections!.state_dict().Keys);
        }
        Assert.True(log.Scalars[^1]["unweighted_custom_0"] < log.Scalars[0]["unweighted_custom_0"]);
        foreach (GoldenBatch batch in batches) batch.Dispose();
    }

    [Fact]
    public void Path_that_is_not_there_is_an_error_that_lists_the_nearest()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        CustomMatch match = new() { TeacherModule = "layer.2", StudentModule = "layers.1", Loss = Distance };
        string message = Assert.Throws<ConfigurationException>(() => new GeneralDistiller<ToyBatch>(
            Toy.Training(folder),
            new DistillationConfig(),
            teacher.Adapted,
            student.Adapted,
            new DistillationParts { CustomMatches = [match] })).Message;
        Assert.Contains("The teacher has no module 'layer.2'. Did you mean 'layers.2'?", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_are_silent_during_evaluation_and_gone_at_the_end()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        int asked = 0, evaluated = 0;
        CustomMatch match = new()
        {
            TeacherModule = "layers.2",
            StudentModule = ModuleReference.FromString(""),
            StudentSelector = output =>
            {
                asked++;
                return ((Tensor[])output)[2];
            },
            Loss = Distance,
        };
        using ToyBatch batch = ToyBatch.Of([1, 2]);
        using (GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            teacher.Adapted,
            student.Adapted,
            new DistillationParts { CustomMatches = [match] }))
        {
            distiller.Train(Toy.Source(), Toy.Options(epochs: 1) with
            {
                Callback = (_, _) =>
                {
                    using var scope = NewDisposeScope();
                    student.call(batch.X);
                    evaluated++;
                },
            });
        }
        Assert.Equal((1 + 4, 1), (asked, evaluated)); // the try-out and four steps
        using (NewDisposeScope()) student.call(batch.X);
        Assert.Equal(5, asked);
    }

    [Fact]
    public void Output_that_is_no_tensor_needs_a_selector()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        CustomMatch match = new() { TeacherModule = "layers.2", StudentModule = "", Loss = Distance };
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            teacher.Adapted,
            student.Adapted,
            new DistillationParts { CustomMatches = [match] });
        Assert.Contains(
            "set the match's selector",
            Assert.Throws<ConfigurationException>(() => distiller.Train(Toy.Source(), Toy.Options())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Module_that_the_model_passes_by_is_an_error()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        using Linear elsewhere = nn.Linear(4, 4);
        CustomMatch match = new() { TeacherModule = "layers.2", StudentModule = elsewhere, Loss = Distance };
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig(),
            teacher.Adapted,
            student.Adapted,
            new DistillationParts { CustomMatches = [match] });
        Assert.Contains(
            "was not called",
            Assert.Throws<ConfigurationException>(() => distiller.Train(Toy.Source(), Toy.Options())).Message,
            StringComparison.Ordinal);
    }

    // What it captured there would have no gradients, and the match would train nothing.
    [Fact]
    public void Module_inside_of_what_gradient_checkpointing_computes_anew_is_an_error()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear inside = nn.Linear(4, 4), outside = nn.Linear(4, 4);
        using OutputHook within = new(inside, "The student's module 'inside'", null), behind = new(outside, "another", null);
        behind.Armed = true;
        Tensor x = rand(2, 4);
        Assert.Contains("turn gradient checkpointing off", Assert.Throws<ConfigurationException>(() =>
        {
            within.Armed = true;
            Run();
        }).Message, StringComparison.Ordinal);
        within.Armed = false;
        Run();
        Assert.True(behind.TakeCaptured().requires_grad);

        void Run() => outside.call(Recomputation.Run(inside, x, [], (input, _) => [inside.call(input)]).Outputs[0]);
    }
}
