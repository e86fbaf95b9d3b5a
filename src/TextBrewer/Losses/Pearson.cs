using static TorchSharp.torch;

namespace TextBrewer.Losses;

/// <summary>Pearson's distance, 1 − ρ, between the rows of two tables.</summary>
internal static class Pearson
{
    /// <summary>
    /// 1 − ρ for each row, from 0 to 2. 0 where the teacher's values are all equal: there is no relation; 1, without gradient, where the
    /// student's alone are.
    /// </summary>
    /// <param name="student">The student's values, (rows, values).</param>
    /// <param name="teacher">The teacher's, of the same shape.</param>
    internal static Tensor Distance(Tensor student, Tensor teacher)
    {
        (Tensor s, Tensor flatS) = Vectors.CentredDirections(student); // (rows, values), (rows, 1)
        (Tensor t, Tensor flatT) = Vectors.CentredDirections(teacher); // (rows, values), (rows, 1)
        // ½‖s − t‖² is 1 − ρ of two directions, and exactly 0, with its gradient, where they are the same.
        Tensor distance = ((s - t).square().sum(-1, keepdim: true) + flatS.to(s.dtype)) / 2; // (rows, 1)
        return distance.masked_fill(flatT, 0).squeeze(-1); // (rows)
    }
}
