using Spectre.Console;
using Spectre.Console.Testing;
using TextBrewer.Cli.Screens;
using TextBrewer.Recipes.Benchmarking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Answering;
using TextBrewer.Recipes.Tasks.Choosing;
using TextBrewer.Recipes.Tasks.Classifying;
using TextBrewer.Recipes.Tasks.Tagging;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Text.Features;
using TextBrewer.Text.Metrics;
using TextBrewer.Torch.Native;
using TextBrewer.Training;

namespace TextBrewer.Cli.Tests;

/// <summary>What a person sees, as approved text.</summary>
public sealed class ScreenTests
{
    [Theory]
    [InlineData("textbrewer")]
    [InlineData("quickstart")]
    [InlineData("init")]
    [InlineData("check")]
    [InlineData("train")]
    [InlineData("distill")]
    [InlineData("label")]
    [InlineData("resume")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("export")]
    [InlineData("benchmark")]
    [InlineData("parameters")]
    [InlineData("report")]
    [InlineData("presets")]
    [InlineData("schema")]
    [InlineData("doctor")]
    [InlineData("completion")]
    public void Help_is_as_approved(string command)
    {
        (int code, string text, _) = CommandTests.Run(command == "textbrewer" ? ["--help"] : [command, "--help"]);
        Assert.Equal(0, code);
        Assert.Contains("Example: textbrewer", text, StringComparison.Ordinal);
        Approve($"help-{command}", text);
    }

    [Fact]
    public void Label_is_as_approved()
    {
        StringWriter text = new();
        LabelScreen.Show(Terminal(text), new LabelResult("completed", "teacher-outputs", 67_349, 7_349, 67_349, 3_123_456_789, 812.34));
        LabelScreen.Show(Terminal(text), new LabelResult("stopped", "teacher-outputs", 67_349, 12, 60_012, 2_123_456_789, 1.5));
        Approve("label", text.ToString());
    }

    [Fact]
    public void Label_of_stages_is_as_approved()
    {
        StringWriter text = new();
        LabelResult one = new("completed", "teacher-outputs", 67_349, 7_349, 67_349, 3_123_456_789, 812.34);
        LabelResult two = new("stopped", "other-outputs", 67_349, 12, 60_012, 2_123_456_789, 1.5);
        LabelScreen.Show(Terminal(text), new LabelResult("stopped", null, 134_698, 7_361, 127_361, 5_246_913_578, 813.84)
        {
            Stages =
            [
                new LabelledStage("general", null, "The student learns from labels alone: no teacher is asked for anything."),
                new LabelledStage("intermediate", one, null),
                new LabelledStage("prediction", two, null),
            ],
        });
        Approve("label-stages", text.ToString());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Check_is_as_approved(int width)
    {
        StringWriter text = new();
        CheckResult sound = new()
        {
            Findings = [CheckFinding.Warning("$.data.dev", "There is no dev set.", "Name a file.")],
            Texts = [new("", 67_349, 12_000, 872, 128, 13.3, 0.0123)],
            Matches =
            [
                new("", "hidden", "hidden_mse", [6], 384, [3], 312, IsProjected: true),
                new("", "hidden", "mmd", [2, 4], 384, [1, 2], 384, IsProjected: false),
            ],
            Losses = [new("", "unweighted_kd_loss", 0.66981, 1), new("", "unweighted_hidden_hidden_mse_3_6", 0.34949, 0.5)],
            Need = new(800_000_000, 81_400_000_000, 588_000_000, 25_300_000_000),
            Duration = new(1176, 0.18, 4_210, 0.269, 42, 24),
        };
        CheckScreen.Show(Terminal(text) with { Width = width }, sound);
        CheckResult wrong = new()
        {
            Findings =
            [
                CheckFinding.Warning("$.training.learning_rate", "It is high.", "Lower it."),
                CheckFinding.Error("$.teacher", "There is no 'models/teacher'."),
            ],
            Losses = [new("pairs", "unweighted_kd_loss", null, 1)],
        };
        CheckScreen.Show(Terminal(text) with { Width = width }, wrong);
        CheckScreen.Show(Terminal(text) with { Width = width }, new CheckResult { Findings = [] });
        Approve($"check-{width}", text.ToString());
    }

    [Fact]
    public void Presets_are_as_approved()
    {
        (int code, string text, _) = CommandTests.Run("presets");
        Assert.Equal(0, code);
        Approve("presets", text);
    }

    [Theory]
    [InlineData("doctor-cpu-60", false, 60)]
    [InlineData("doctor-cpu-80", false, 80)]
    [InlineData("doctor-cpu-120", false, 120)]
    [InlineData("doctor-cuda-120", true, 120)]
    public void Machine_is_as_approved(string name, bool cuda, int width)
    {
        StringWriter text = new();
        MachineScreen.Show(Terminal(text) with { Width = width }, Machine(cuda));
        Approve(name, text.ToString());
    }

    private static MachineReport Machine(bool cuda) => new()
    {
        System = "Linux, X64, .NET 10.0.0",
        Instructions = "AVX2",
        UsesAvx512OfOthers = cuda,
        Int8Saturates = !cuda,
        Library = "runtimes/linux-x64/native",
        IsPrivateCopy = !cuda,
        Threads = 2,
        Choice = cuda
            ? new ThreadChoice(null, "the cores", ThreadWaiting.Watched, "the load of the machine", Quota: null)
            : new ThreadChoice(2, "the quota", ThreadWaiting.Asleep, "the quota", Quota: 1.5),
        Processors = 4,
        Memory = 8_000_000_000,
        Bf16Speed = cuda ? 2.2 : 0.5,
        HasCuda = cuda,
    };

    [Fact]
    public void Machine_without_mixed_precision_takes_fp32()
    {
        StringWriter text = new();
        MachineScreen.Show(Terminal(text), Machine(cuda: false) with { Bf16Speed = null });
        Assert.Contains("not to be reached in this platform's torch library", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("auto would likely take fp32", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_says_that_nothing_is_sent_and_which_device_a_run_takes()
    {
        (int code, string text, _) = CommandTests.Run("doctor");
        Assert.Equal(0, code);
        Assert.Contains("nothing is sent anywhere", text, StringComparison.Ordinal);
        Assert.Contains(TorchSharp.torch.cuda.is_available() ? "auto takes CUDA" : "auto takes the CPU", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Result_of_an_ablation_is_as_approved()
    {
        StringWriter text = new();
        ResultScreen.Show(Terminal(text), new RunResult
        {
            Teacher = Model(0.9225, 22_713_986, 22.4) with { Parameters = null },
            Student = Model(0.90125, 17_390_594, 12.35),
            Ablation = new Dictionary<string, ModelResult>
            {
                ["without_kd_loss"] = Model(0.89, 17_390_594, 12.3),
                ["without_evenly_hidden_mse"] = Model(0.885, 17_390_594, 12.3)
            },
            Status = "completed",
            Steps = 4210,
            Seconds = 812.5,
            Seed = 0,
        });
        Approve("result-ablation", text.ToString());
    }

    [Fact]
    public void Result_of_a_distillation_is_as_approved()
    {
        StringWriter text = new();
        ResultScreen.Show(Terminal(text), new RunResult
        {
            Teacher = Model(0.9225, 22_713_986, 22.4),
            Student = Model(0.90125, 17_390_594, 12.35),
            Baseline = Model(0.875, 17_390_594, 12.34),
            Agreement = new Dictionary<string, double> { ["student"] = 0.954 },
            Status = "completed",
            Steps = 4210,
            Seconds = 812.5,
            Seed = 0,
        });
        Approve("result", text.ToString());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Result_with_what_chance_makes_of_it_is_as_approved(int width)
    {
        StringWriter text = new();
        ResultScreen.Show(Terminal(text) with { Width = width }, new RunResult
        {
            Teacher = Sure(Model(0.9225, 22_713_986, 22.4), 0.905, 0.94) with
            {
                LatencyMs = new Dictionary<string, double> { ["p50"] = 22.4, ["onnx_p50"] = 12.05 },
            },
            Student = Sure(Model(0.90125, 17_390_594, 12.35), 0.88, 0.921),
            StudentOnnxFp32 = Sure(Model(0.90125, 17_390_594, 6.025), 0.88, 0.921),
            StudentOnnxInt8 = Sure(Model(0.9, 17_390_594, 3.5), 0.879, 0.92),
            Baseline = Sure(Model(0.5, 17_390_594, 12.34), 0.47, 0.53) with { BelowFloor = "it answers 'positive' to every example" },
            Differences =
            [
                new("student", "teacher", new(Apart(-0.04, -0.0023))),
                new("student_onnx_int8", "teacher", new(Apart(-0.045, -0.00001))),
                new("student", "baseline", new(Apart(-0.00001, 0.41))),
            ],
            Agreement = new Dictionary<string, double> { ["student"] = 0.954, ["student_onnx_int8"] = 0.9481 },
            AgreementOver = "entities",
            Status = "completed",
            Steps = 4210,
            Seconds = 812.5,
            Seed = 0,
        });
        Approve($"result-sure-{width}", text.ToString());

        static ModelResult Sure(ModelResult model, double low, double high) => model with { Uncertainty = new(Apart(low, high)) };

        static Uncertainty Apart(double low, double high) =>
            new(872, new Dictionary<string, Interval> { ["accuracy"] = new(low, high) });
    }

    [Fact]
    public void Predictions_of_every_kind_are_as_approved()
    {
        StringWriter text = new();
        const string Sentence = "Mona flew from Ulan Bator to [Oslo] in 1998.", Passage = "The bridge was planned for years. It was built "
            + "in 1931 by John Bradfield's office, and opened in March 1932 before a crowd that nobody counted.";
        PredictionScreen.Show(Terminal(text),
        [
            new ClassPrediction(
                "a gem of a film",
                null,
                "positive",
                new Dictionary<string, float> { ["negative"] = 0.03f, ["positive"] = 0.97f }),
            new ClassPrediction(
                "it rains",
                "it is wet",
                "entailment",
                new Dictionary<string, float> { ["entailment"] = 0.8f, ["neutral"] = 0.2f }),
            new LabelsPrediction(
                "what a day",
                null,
                ["joy", "surprise"],
                new Dictionary<string, float> { ["joy"] = 0.9f, ["anger"] = 0.1f, ["surprise"] = 0.6f }),
            new LabelsPrediction("the the the", null, [], new Dictionary<string, float> { ["joy"] = 0.1f }),
            new ValuePrediction("a plane is taking off", "an air plane is taking off", 4.875f),
            new ChoicePrediction("she picked up the phone", 1, ["and ate it", "and dialled"], [0.1f, 0.9f]),
            new EntitiesPrediction(
                Sentence,
                [
                    new("person", "Mona", 0, 4, 0.99f),
                    new("location", "Ulan Bator", 15, 25, 0.87f),
                    new("location", "[Oslo]", 29, 35, 0.5f),
                ]),
            new EntitiesPrediction("nothing here", []),
            new AnswersPrediction("Who built it?", Passage, [Answer("John Bradfield's office", 0.9), Answer("a crowd", 0.1)]),
        ]);
        Approve("predictions", text.ToString());

        static AnswerCandidate Answer(string answer, double probability)
        {
            int start = Passage.IndexOf(answer, StringComparison.Ordinal);
            return new(answer, start, start + answer.Length, Score: 0, probability);
        }
    }

    [Fact]
    public void Result_of_answers_is_as_approved()
    {
        StringWriter text = new();
        ModelResult model = new(
            new(new Dictionary<string, double> { ["f1"] = 66.744, ["exact_match"] = 55.635 }),
            22_565_762,
            90_263_048,
            new Dictionary<string, double> { ["p50"] = 31.25 });
        ResultScreen.Show(Terminal(text), new RunResult { Model = model, Status = "completed", Steps = 10, Seconds = 1, Seed = 0 });
        Approve("result-answers", text.ToString());
    }

    [Fact]
    public void Result_over_named_dev_sets_is_as_approved()
    {
        StringWriter text = new();
        SingleOrNamed<IReadOnlyDictionary<string, double>> dev = Accuracies(0.8123, 0.8);
        ResultScreen.Show(
            Terminal(text),
            new RunResult { Model = new ModelResult(dev, 1000, 4000, null), Status = "completed", Steps = 1, Seconds = 1, Seed = 0 });
        Approve("result-named", text.ToString());
    }

    [Fact]
    public void A_list_whose_names_leave_no_room_stands_below_them()
    {
        (string, string)[] lines = [("name", "what there is to say about it, in more words than a line holds"), ("", "and more")];
        StringWriter wide = new(), narrow = new();
        PlainText.WriteList(Terminal(wide) with { Width = 80 }, lines);
        PlainText.WriteList(Terminal(narrow) with { Width = 40 }, lines);
        Assert.Equal(
            ["name  what there is to say about it, in more words than a line holds", "      and more", ""],
            wide.ToString().ReplaceLineEndings("\n").Split('\n'));
        Assert.Equal(
            ["name", "    what there is to say about it, in", "    more words than a line holds", "    and more", ""],
            narrow.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Theory]
    [InlineData("one two three", 7, new[] { "one two", "three" })]
    [InlineData("a-word-longer-than-a-line fits", 10, new[] { "a-word-longer-than-a-line", "fits" })]
    [InlineData("没有空格的文字", 8, new[] { "没有空格", "的文字" })]
    [InlineData("", 5, new[] { "" })]
    public void Text_is_broken_between_words(string text, int width, string[] lines) =>
        Assert.Equal(lines, PlainText.Lines(text, width));

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Export_is_as_approved_at_every_width(int width)
    {
        StringWriter text = new();
        SingleOrNamed<IReadOnlyDictionary<string, double>> before = Accuracies(0.8421, 0.84), after = Accuracies(0.8042, 0.81);
        ExportScreen.Show(Terminal(text) with { Width = width }, new Dictionary<string, Parity>
        {
            ["model.onnx"] = new(3.2e-4, 1, before, before, 182_743_912),
            ["model_int8.onnx"] = new(0.41, 0.953, before, after, 46_200_118) { Float32Layers = ["bert.encoder.layer.0.output.dense"] },
        }, maxMetricLoss: 0.01);
        Approve($"export-{width}", text.ToString());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Export_without_data_is_as_approved_at_every_width(int width)
    {
        StringWriter text = new();
        Dictionary<string, Parity> files = new() { ["model.onnx"] = new(2.1e-6, null, null, null, 182_743_912) };
        ExportScreen.Show(Terminal(text) with { Width = width }, files, maxMetricLoss: 0.01);
        Approve($"export-without-data-{width}", text.ToString());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Benchmark_is_as_approved_at_every_width(int width)
    {
        StringWriter text = new();
        BenchmarkScreen.Show(Terminal(text) with { Width = width }, new BenchmarkResult(2, "AVX-512",
        [
            new("teacher (TorchSharp)", 1, 24, 41.337, 44.1, 52.08, 24.2, 437_935_112, 512_400_000),
            new("student [3 layers] (ONNX int8)", 32, 23.4, 35.105, 36, 41.5, 911.6, 46_200_118, 88_100_000),
        ]));
        Approve($"benchmark-{width}", text.ToString());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Result_is_as_approved_at_every_width(int width)
    {
        StringWriter text = new();
        ResultScreen.Show(Terminal(text) with { Width = width }, new RunResult
        {
            Teacher = Model(0.9225, 22_713_986, 22.4),
            Student = Model(0.90125, 17_390_594, 12.35),
            StudentOnnxInt8 = Model(0.9, 17_390_594, 3.5) with { Parameters = null },
            Agreement = new Dictionary<string, double> { ["student"] = 0.954, ["student_onnx_int8"] = 0.9481 },
            Status = "completed",
            Steps = 4210,
            Seconds = 812.5,
            Seed = 0,
        });
        Approve($"result-{width}", text.ToString());
    }

    [Fact]
    public void Result_of_a_regression_is_no_percent()
    {
        StringWriter text = new();
        ModelResult model = new(new(new Dictionary<string, double> { ["pearson"] = 0.88125, ["mse"] = 0.5 }), 1000, 4000, null);
        ResultScreen.Show(Terminal(text), new RunResult { Model = model, Status = "completed", Steps = 1, Seconds = 1, Seed = 0 });
        Approve("result-regression", text.ToString());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Predictions_in_tables_are_as_approved_at_every_width(int width)
    {
        StringWriter text = new();
        PredictionScreen.Show(Terminal(text) with { Width = width },
        [
            new EntitiesPrediction("Mona flew to [Oslo].", [new("person", "Mona", 0, 4, 0.99f), new("location", "[Oslo]", 13, 19, 0.5f)]),
            new AnswersPrediction(
                "Who built it?",
                "It was built in 1931 by John Bradfield's office, and opened before a crowd that nobody counted.",
                [new("John Bradfield's office", 24, 47, Score: 0, 0.9)]),
        ]);
        Approve($"predictions-{width}", text.ToString());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Evaluation_is_as_approved_at_every_width(int width)
    {
        StringWriter text = new();
        Terminal terminal = Terminal(text) with { Width = width };
        Dictionary<string, double> metrics = new() { ["accuracy"] = 0.90125, ["matthews"] = 0.802 };
        EvaluationScreen.Show(
            terminal,
            new TaskScore(metrics, 721, 800),
            new Dictionary<string, Interval> { ["accuracy"] = new(0.88, 0.92125) });
        EvaluationScreen.Show(terminal, new TaskScore(Accuracy(0.90125), null, 800), new Dictionary<string, Interval>());
        EvaluationScreen.ShowLabels(terminal, new Dictionary<string, LabelScore>
        {
            ["negative"] = LabelScore.Of(380, 400, 420),
            ["一个很长的标签的名字"] = LabelScore.Of(340, 400, 380),
        });
        Approve($"evaluation-{width}", text.ToString());
    }

    [Fact]
    public void Training_where_nobody_looks_on_is_as_approved()
    {
        StringWriter text = new();
        ManualClock clock = new();
        TrainingLines lines = new(text, "distilling", clock);
        lines.Starting(new RunStart(Step: 1000, Steps: 4210, Epochs: 1, MicroBatches: 1000));
        foreach (long step in new long[] { 1001, 1100, 1101, 4210 })
        {
            clock.Advance(TimeSpan.FromSeconds(step == 1101 ? 1 : 20));
            if (lines.Wants(step)) lines.Step(Report(step, 4210));
            if (step == 1100) lines.Evaluated(step, new Dictionary<string, double> { ["accuracy"] = 0.8991, ["f1"] = 0.4 });
            if (step == 4210) lines.Evaluated(step, new Dictionary<string, double>
            {
                ["news/matched/f1"] = 66.744,
                ["news/matched/exact_match"] = 55,
                ["pairs/pearson"] = 0.81234,
                ["pairs/mse"] = 2,
            });
        }
        Approve("training-lines", text.ToString());
    }

    [Fact]
    public void Training_where_a_person_looks_on_is_as_approved()
    {
        using TestConsole console = new TestConsole().Interactive().Width(120);
        ManualClock clock = new();
        List<string> said = [];
        console.Progress().AutoRefresh(false).Columns(TrainingBar.Columns).Start(progress =>
        {
            TrainingBar bar = new(progress, "distilling", clock, said.Add);
            bar.Starting(new RunStart(Step: 0, Steps: 4210, Epochs: 1, MicroBatches: 0));
            clock.Advance(TimeSpan.FromSeconds(300));
            bar.Step(Report(1684, 4210));
            bar.Evaluated(1684, new Dictionary<string, double> { ["accuracy"] = 0.8991 });
        });
        Assert.Equal(["dev after step 1684: accuracy 89.91 %"], said);
        Approve("training-bar", console.Lines.Last(line => line.Contains("distilling", StringComparison.Ordinal)));
    }

    private static void Approve(string name, string text) => Approved.Screen("TextBrewer.Cli.Tests", name, text);

    private static Terminal Terminal(TextWriter output) => new(TextReader.Null, output, TextWriter.Null, Interactive: false);

    private static ModelResult Model(double accuracy, long parameters, double milliseconds) =>
        new(new(Accuracy(accuracy)), parameters, 4 * parameters, new Dictionary<string, double> { ["p50"] = milliseconds });

    private static Dictionary<string, double> Accuracy(double value) => new() { ["accuracy"] = value };

    private static SingleOrNamed<IReadOnlyDictionary<string, double>> Accuracies(double matched, double mismatched) =>
        new([new("matched", Accuracy(matched)), new("mismatched", Accuracy(mismatched))]);


    private static StepReport Report(long step, long steps) =>
        new(step, steps, 0, new Dictionary<string, double> { ["total_loss"] = 0.98765 }, 1e-4, 1.5);

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        internal void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
