namespace TextBrewer.Reports.Results;

/// <summary>The names of a run's models in its files; an ablation's is <c>without_…</c>.</summary>
public static class VersionNames
{
    /// <summary>The teacher, or the teachers together.</summary>
    public const string Teacher = "teacher";

    /// <summary>The student.</summary>
    public const string Student = "student";

    /// <summary>What was trained without a teacher.</summary>
    public const string Model = "model";

    /// <summary>The student without a teacher, trained to compare with.</summary>
    public const string Baseline = "baseline";

    /// <summary>The ONNX file in float32.</summary>
    public const string Fp32 = "student_onnx_fp32";

    /// <summary>The ONNX file in int8.</summary>
    public const string Int8 = "student_onnx_int8";
}
