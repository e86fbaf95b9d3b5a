using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Precision;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

public sealed class RunPrecisionTests
{
    [Fact]
    public void Bf16_runs_products_in_bfloat16_and_keeps_weights_and_losses_in_float32()
    {
        Assert.SkipUnless(Autocast.IsAvailable, "This platform's torch library has no autocast that can be reached.");
        using TemporaryFolder folder = new();
        (List<ScalarType> teacher, List<ScalarType> student, double[] mixed) = Run(folder["mixed"], "bf16");
        Assert.Equal([ScalarType.BFloat16], teacher[1..].Concat(student[1..]).Distinct()); // the dry run is before
        (_, List<ScalarType> exact, double[] full) = Run(folder["full"], "fp32");
        Assert.Equal([ScalarType.Float32], exact.Distinct());
        Assert.NotEqual(full, mixed);
        Assert.All(full.Zip(mixed), pair => Assert.Equal(pair.First, pair.Second, tolerance: 0.02));
        Assert.Contains("\"precision\": \"bf16\"", State(folder["mixed"]), StringComparison.Ordinal);
        Assert.Contains("\"precision\": \"fp32\"", State(folder["full"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Stored_teacher_is_asked_in_float32_so_that_a_resumed_run_ends_with_the_same_bytes()
    {
        Assert.SkipUnless(Autocast.IsAvailable, "This platform's torch library has no autocast that can be reached.");
        using TemporaryFolder folder = new();
        DistillationConfig stored = new() { IsCachingLogits = true };
        (List<ScalarType> asked, List<ScalarType> student, double[] whole) = Run(folder["whole"], "bf16", stored);
        Assert.Equal([ScalarType.Float32], asked.Distinct());
        Assert.Contains(ScalarType.BFloat16, student);
        string middle = Checkpoint.All(folder["whole"])[1];
        Assert.Equal(whole, Run(folder["resumed"], "bf16", stored, middle).Weights);
    }

    [Theory]
    [InlineData(false, "auto")]
    [InlineData(true, "fp32")]
    public void Auto_and_fp16_measure_and_a_resumed_run_does_not(bool fp16, string precision)
    {
        using TemporaryFolder folder = new();
        TrainingConfig config = new() { OutputDir = folder.Path, Fp16 = fp16, Precision = precision };
        using var model = nn.Linear(4, 3);
        int asked = 0;
        string chosen = Choose(null).Name;
        Assert.Equal(Autocast.IsAvailable ? 8 : 0, asked); // a first one that is not counted and three rounds, in each precision
        Assert.Contains(chosen, (string[])["fp32", "bf16"]);
        asked = 0;
        if (Autocast.IsAvailable) Assert.Equal("bf16", Choose("bf16").Name);
        Assert.Equal("fp32", Choose("fp32").Name);
        Assert.Equal(0, asked);

        RunPrecision Choose(string? resumed) => RunPrecision.Of(config, model, CPU, resumed, _ => asked++, _ => { });
    }

    [Fact]
    public void Float64_module_is_trained_in_float64_and_bf16_of_it_is_refused()
    {
        using var model = nn.Linear(4, 3, dtype: ScalarType.Float64);
        Assert.Equal("fp32", RunPrecision.Of(new() { Precision = "auto" }, model, CPU, null, _ => Assert.Fail(), _ => { }).Name);
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => RunPrecision.Of(new() { Precision = "bf16" }, model, CPU, null, _ => { }, _ => { }));
        Assert.Contains("$.precision", error.Message, StringComparison.Ordinal);
    }

    private static (List<ScalarType> Teacher, List<ScalarType> Student, double[] Weights) Run(
        string folder,
        string precision,
        DistillationConfig? distillation = null,
        string? resumeFrom = null)
    {
        random.manual_seed(1);
        using var teacher = nn.Linear(4, 3);
        using var student = nn.Linear(4, 3);
        List<ScalarType> ofTeacher = [], ofStudent = [];
        using GeneralDistiller<Tensor> distiller = new(
            new TrainingConfig { OutputDir = folder, Precision = precision },
            distillation ?? new DistillationConfig(),
            Model.From(teacher, (Tensor x) => teacher.call(x)).With((_, o) => Seen(o, ofTeacher)),
            Model.From(student, (Tensor x) => student.call(x)).With((x, o) =>
            {
                // The weights of this step, and not those that were cast at the first.
                using (no_grad())
                    Assert.InRange((o - Autocast.Without(() => student.call(x))).abs().max().item<float>(), 0, 0.01f);
                return Seen(o, ofStudent);
            }));
        using Tensor batch = rand(8, 4);
        distiller.Train(
            Batches.Of([batch]),
            new() { Optimizer = groups => new AdamW(groups, 0.01), Epochs = 5, ResumeFrom = resumeFrom });
        Assert.All(student.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
        return (ofTeacher, ofStudent, [.. student.parameters().SelectMany(parameter => Agree.Values(parameter))]);

        static Signals Seen(Tensor logits, List<ScalarType> types)
        {
            types.Add(logits.dtype);
            return new Signals { Logits = logits };
        }
    }

    private static string State(string folder) =>
        File.ReadAllText(Path.Combine(Checkpoint.Newest(folder)!, "state.json"));
}
