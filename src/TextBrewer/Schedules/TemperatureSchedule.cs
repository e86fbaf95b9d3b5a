using static TorchSharp.torch;

namespace TextBrewer.Schedules;

/// <summary>The temperature of each position, by what student and teacher say about it; without gradient.</summary>
/// <param name="student">The student's logits, (…, classes).</param>
/// <param name="teacher">The teacher's logits, of the same shape.</param>
/// <param name="temperature">The configured temperature.</param>
/// <returns>A scalar, or the logits' shape without its last dimension.</returns>
public delegate Tensor TemperatureSchedule(Tensor student, Tensor teacher, double temperature);
