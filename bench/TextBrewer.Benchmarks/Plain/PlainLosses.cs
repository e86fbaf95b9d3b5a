using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Benchmarks.Plain;

/// <summary>TextBrewer's losses, operation for operation (its <c>losses.py</c>).</summary>
internal static class PlainLosses
{
    internal static Tensor KdCe(Tensor student, Tensor teacher, double temperature)
    {
        Tensor p = functional.softmax(teacher / temperature, dim: -1); // (batch, classes)
        return -(p * functional.log_softmax(student / temperature, dim: -1)).sum(-1).mean();
    }

    internal static Tensor HiddenMse(Tensor student, Tensor teacher, Tensor mask)
    {
        Tensor weights = mask.to(student.dtype); // (batch, length)
        Tensor count = weights.sum() * student.shape[^1];
        return (functional.mse_loss(student, teacher, Reduction.None) * weights.unsqueeze(-1)).sum() / count;
    }

    internal static Tensor Mmd((Tensor A, Tensor B) student, (Tensor A, Tensor B) teacher, Tensor mask)
    {
        Tensor ofStudent = bmm(student.A, student.B.transpose(1, 2)) / student.B.shape[2]; // (batch, length, length)
        Tensor ofTeacher = bmm(teacher.A, teacher.B.transpose(1, 2)) / teacher.B.shape[2]; // (batch, length, length)
        Tensor weights = mask.to(ofStudent.dtype); // (batch, length)
        Tensor count = weights.sum(1).pow(2).sum();
        Tensor squares = functional.mse_loss(ofStudent, ofTeacher, Reduction.None); // (batch, length, length)
        return (squares * weights.unsqueeze(-1) * weights.unsqueeze(1)).sum() / count;
    }
}
