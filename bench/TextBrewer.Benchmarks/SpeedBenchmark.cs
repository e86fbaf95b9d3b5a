using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
using TextBrewer.Text.Machine;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks;

/// <summary>
/// What distilling is for: a teacher of BERT-base's shape against a student of T4-tiny's, random weights, in TorchSharp, in ONNX Runtime,
/// and there in int8.
/// </summary>
internal static class SpeedBenchmark
{
    /// <summary>
    /// How many times faster than the teacher in TorchSharp the student must be in int8, one text of 128 tokens at a time, on a processor
    /// with VNNI.
    /// </summary>
    private const double Wanted = 30;

    private const double Seconds = 20;
    private const int LeastRounds = 3;

    private static readonly string[] Names =
    [
        "teacher TorchSharp", "teacher ONNX", "teacher ONNX int8",
        "student TorchSharp", "student ONNX", "student ONNX int8",
    ];

    /// <param name="threads">As many in TorchSharp as in ONNX Runtime. Where other programs are busy, one thread tells more: TorchSharp's
    /// threads wait for each other at full speed.</param>
    internal static int Run(int threads)
    {
        using TemporaryFolder folder = new("speed ");
        set_num_threads(threads);
        using var noGrad = no_grad();
        using SequenceClassifier teacher = new(new EncoderConfig().WithLabels(["no", "yes"]), seed: 1);
        using SequenceClassifier student = new(StudentShapes.Apply("T4-tiny", new EncoderConfig()).WithLabels(["no", "yes"]), seed: 1);
        teacher.eval();
        student.eval();
        OnnxModel Exported(SequenceClassifier model, ExportForm form)
        {
            string path = folder.In($"{model.Config.NumHiddenLayers} {form}.onnx");
            OnnxExport.Write(model, path, form);
            return OnnxModel.Load(path);
        }
        using OnnxModel teacherOnnx = Exported(teacher, ExportForm.Runtime), teacherInt8 = Exported(teacher, ExportForm.Int8);
        using OnnxModel studentOnnx = Exported(student, ExportForm.Runtime), studentInt8 = Exported(student, ExportForm.Int8);

        Console.WriteLine($"{threads} threads; load average before: {Load()}");
        Console.WriteLine("batch  length  rounds   model                 p50 ms  least ms  processor ms   times as fast as the teacher "
            + "in TorchSharp, by the clock and by processor");
        int wrong = 0;
        foreach (int batch in new[] { 1, 32 })
        {
            foreach (int length in new[] { 24, 128 })
            {
                using var scope = NewDisposeScope();
                Dictionary<string, Tensor> inputs = ProbeBatch.Of(batch, length);
                Action[] ways =
                [
                    Torch(teacher, inputs), ProbeBatch.Run(teacherOnnx, inputs), ProbeBatch.Run(teacherInt8, inputs),
                    Torch(student, inputs), ProbeBatch.Run(studentOnnx, inputs), ProbeBatch.Run(studentInt8, inputs),
                ];
                Timing[] times = SideBySide.Time(ways, Seconds, LeastRounds);
                for (int i = 0; i < times.Length; i++)
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{batch,5} {length,7} {times[i].Clock.Count,7}   "
                        + $"{Names[i],-18} {Timing.Median(times[i].Clock),9:F2} {times[i].Clock.Min(),9:F2} "
                        + $"{Timing.Median(times[i].Processor),13:F2} {Faster(times[0], times[i]),9:F1} "
                        + $"{Timing.Ratio(times[0].Processor, times[i].Processor),9:F1}"));
                if (Faster(times[1], times[2]) < 1) wrong += Report($"teacher, {batch} × {length}: int8 is slower than float32");
                if (Faster(times[4], times[5]) < 1) wrong += Report($"student, {batch} × {length}: int8 is slower than float32");
                if ((batch, length) == (1, 128) && !Processor.Int8Saturates && Faster(times[0], times[5]) < Wanted)
                    wrong += Report($"the student in int8 is not {Wanted} times as fast as the teacher");
            }
        }
        Console.WriteLine($"load average after: {Load()}");
        return wrong;
    }

    private static double Faster(Timing slow, Timing fast) => Timing.Ratio(slow.Clock, fast.Clock);

    /// <summary>
    /// What else the machine does: several busy programs make two threads wait for each other, which meets TorchSharp's hardest.
    /// </summary>
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "unknown";

    private static int Report(string what)
    {
        Console.WriteLine(what);
        return 1;
    }

    private static Action Torch(SequenceClassifier model, Dictionary<string, Tensor> inputs) => () =>
    {
        using var scope = NewDisposeScope();
        model.Forward(inputs["input_ids"], inputs["attention_mask"], inputs["token_type_ids"]);
    };
}
