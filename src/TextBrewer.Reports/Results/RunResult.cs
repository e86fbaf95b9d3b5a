using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Reports.Results;

/// <summary><c>result.json</c> of a run; parts that a run has not are absent.</summary>
public sealed record RunResult
{
    /// <summary>The version of the format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The name of the method that the recipe names, whose values it may have changed; null: it names none.</summary>
    public string? Method { get; init; }

    /// <summary>What <c>train</c> trained.</summary>
    public ModelResult? Model { get; init; }

    /// <summary>The teacher, or the teachers together.</summary>
    public ModelResult? Teacher { get; init; }

    /// <summary>The student.</summary>
    public ModelResult? Student { get; init; }

    /// <summary>The student trained without a teacher, from the weights that the student started from.</summary>
    public ModelResult? Baseline { get; init; }

    /// <summary>The student, or what <c>train</c> trained, as an ONNX file in float32.</summary>
    public ModelResult? StudentOnnxFp32 { get; init; }

    /// <summary>The student, or what <c>train</c> trained, as an ONNX file in int8.</summary>
    public ModelResult? StudentOnnxInt8 { get; init; }

    /// <summary>
    /// How near the ONNX files come to the model, by <c>student_onnx_fp32</c> and <c>student_onnx_int8</c>; several tasks' under
    /// <c>task/…</c>.
    /// </summary>
    public IReadOnlyDictionary<string, Parity>? Parity { get; init; }

    /// <summary>The student distilled without one of the loss terms, by the term.</summary>
    public IReadOnlyDictionary<string, ModelResult>? Ablation { get; init; }

    /// <summary>
    /// Share of dev decisions in which a version's equals the teacher's; of entities, those that both find of those that either finds.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Agreement { get; init; }

    /// <summary>
    /// What <see cref="Agreement"/> is counted over: <c>examples</c>, <c>questions</c>, <c>entities</c>, <c>words</c>, <c>masked words</c>
    /// or, of several kinds of task, <c>decisions</c>; null: nobody has written it down.
    /// </summary>
    public string? AgreementOver { get; init; }

    /// <summary>How far versions lie apart, measured on the same resamples of the examples; null: nobody has looked.</summary>
    public IReadOnlyList<VersionDifference>? Differences { get; init; }

    /// <summary>What a person should know of the run before trusting it, a sentence each; null: nothing.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>The best evaluation while the run trained; null: there was none.</summary>
    public BestStep? Best { get; init; }

    /// <summary>Optimizer steps that were skipped because the loss or a gradient was not finite; null: none.</summary>
    public long? SkippedSteps { get; init; }

    /// <summary>The stages before the last one, which is what all else here is about; null: there is one training.</summary>
    public IReadOnlyList<StageResult>? Stages { get; init; }

    /// <summary>
    /// <c>completed</c>; <c>stopped</c>; or <c>diverged</c>: weights or answers were no longer finite numbers, and nothing was exported.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Optimizer steps of the run that this is about.</summary>
    public required long Steps { get; init; }

    /// <summary>Seconds of the last call, evaluations included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// The seeds whose runs this is made of: metrics, times and agreement are their means; null: it is one run.
    /// </summary>
    public IReadOnlyList<SeedResult>? Seeds { get; init; }

    /// <summary>The versions that were measured by their names, the teacher first.</summary>
    [JsonIgnore]
    public IReadOnlyList<KeyValuePair<string, ModelResult>> Versions
    {
        get
        {
            List<KeyValuePair<string, ModelResult>> versions = [];
            WithVersions((name, version) =>
            {
                versions.Add(new(name, version));
                return version;
            });
            return versions;
        }
    }

    /// <summary>The result with other versions.</summary>
    /// <param name="change">What becomes of a version, by its name.</param>
    public RunResult WithVersions(Func<string, ModelResult, ModelResult> change)
    {
        return this with
        {
            Teacher = Changed(VersionNames.Teacher, Teacher),
            Student = Changed(VersionNames.Student, Student),
            Model = Changed(VersionNames.Model, Model),
            StudentOnnxFp32 = Changed(VersionNames.Fp32, StudentOnnxFp32),
            StudentOnnxInt8 = Changed(VersionNames.Int8, StudentOnnxInt8),
            Baseline = Changed(VersionNames.Baseline, Baseline),
            Ablation = Ablation?.ToDictionary(ablation => ablation.Key, ablation => change(ablation.Key, ablation.Value)),
        };

        ModelResult? Changed(string name, ModelResult? version) => version is null ? null : change(name, version);
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Options);

    /// <summary>The result in a folder; null where there is none.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    public static RunResult? Load(string folder) => ResultFile.Read<RunResult>(Path.Combine(folder, RunFileNames.Result));
}
