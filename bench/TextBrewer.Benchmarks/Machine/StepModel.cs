using TextBrewer.Benchmarks.Steps;

namespace TextBrewer.Benchmarks.Machine;

/// <summary>
/// What a step takes: products by the peak of products, bytes by bandwidth, operators by what an operator costs whatever its size. Seconds.
/// </summary>
/// <param name="Products">Of the products.</param>
/// <param name="Activations">Of what stays in the cache.</param>
/// <param name="Parameters">Of weights, gradients and the optimizer's state, which come from memory.</param>
/// <param name="Operators">Of the operators.</param>
/// <param name="IsBeside">Whether the first three go on beside the last.</param>
internal sealed record StepModel(double Products, double Activations, double Parameters, double Operators, bool IsBeside)
{
    /// <summary>The whole step.</summary>
    internal double Total => IsBeside ? Math.Max(Work, Operators) : Work + Operators;

    private double Work => Products + Activations + Parameters;

    /// <summary>A step on a machine.</summary>
    /// <param name="shape">What is distilled.</param>
    /// <param name="cost">What its operators cost.</param>
    /// <param name="rates">The machine.</param>
    /// <param name="bf16">Whether products are in bfloat16; what is read and written stays float32, as the student's weights do.</param>
    /// <param name="stored">Whether the teacher's outputs are stored.</param>
    internal static StepModel Of(StepShape shape, FixedCost cost, ComputeRates rates, bool bf16 = false, bool stored = false)
    {
        StepTraffic traffic = StepTraffic.Of(shape, stored);
        double products = StepFlops.Of(shape) - (stored ? StepFlops.Forward(shape.Teacher, shape) : 0);
        double parameters = traffic.Weights + traffic.Optimizer + traffic.Clipping + traffic.Zeros;
        double operators = cost.Operators - (stored ? cost.TeacherOperators : 0);
        return new StepModel(
            products / (bf16 ? rates.BFloat16 : rates.Float32),
            Streams.Float * traffic.Activations / rates.Cache,
            Streams.Float * parameters / rates.Memory,
            cost.Step - (stored ? cost.Teacher : 0) + (operators * rates.Region),
            rates.IsBeside);
    }
}
