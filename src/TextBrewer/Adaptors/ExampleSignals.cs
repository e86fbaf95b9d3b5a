using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Adaptors;

/// <summary>
/// Cuts a teacher's signals of a batch into those of its examples, and joins those of any examples into a batch's, by the axes of each
/// feature.
/// </summary>
internal static class ExampleSignals
{
    /// <summary>The signals of each example without its padding, in tensors of their own.</summary>
    /// <param name="signals">What a teacher said about a batch.</param>
    /// <param name="lengths">The length of each example, in order; null where it is unknown.</param>
    /// <exception cref="ConfigurationException">A tensor does not have as many rows for each example.</exception>
    internal static Signals[] Split(Signals signals, IReadOnlyList<int?> lengths)
    {
        int longest = lengths.Max() ?? 0;
        return [.. lengths.Select((length, i) => signals.Select((feature, list) =>
            feature.IsTeachers
                ? list.With([.. list.Select(tensor => Cut(tensor, AxesOf(feature, list, tensor), feature, i, length))])
                : null))];

        Tensor Cut(Tensor batch, IReadOnlyList<Axis> axes, Feature feature, int example, int? length)
        {
            (long rows, long rest) = Math.DivRem(batch.dim() == 0 ? 0 : batch.shape[0], lengths.Count);
            if (rows == 0 || rest != 0)
                throw new ConfigurationException(
                    $"The teacher's '{feature}' has the shape ({string.Join(", ", batch.shape)}) for {lengths.Count} examples, so it "
                        + $"cannot be kept by "
                        + "example: give it a row for each, or set is_caching_logits to false.");
            Tensor own = batch.narrow(0, example * rows, rows); // (rows, …)
            for (int axis = 1; axis < axes.Count; axis++)
            {
                if (axes[axis] != Axis.Length) continue;
                // What is longer than the longest example is as long in every batch, such as tokens of the teacher's own.
                if (length is int positions && batch.shape[axis] == longest) own = own.narrow(axis, 0, positions);
            }
            return own.clone();
        }
    }

    /// <summary>The signals of examples as those of one batch, padded to the longest.</summary>
    /// <param name="examples">The signals of each example.</param>
    /// <param name="lengthsKnown">Whether they were cut to the lengths of the examples.</param>
    /// <exception cref="ConfigurationException">They were not, and are of different lengths.</exception>
    internal static Signals Join(IReadOnlyList<Signals> examples, bool lengthsKnown)
    {
        Signals joined = (examples[0] with { Teachers = null }).Select((feature, list) =>
            list.With(
                [.. list.Select((_, i) => Join(feature, list, lengthsKnown, [.. examples.Select(example => example[feature]![i])]))]));
        return examples[0].Teachers is { } teachers
            ? joined with
            {
                Teachers = [.. teachers.Select(
                (_, k) => Join([.. examples.Select(example => example.Teachers![k])], lengthsKnown))]
            }
            : joined;
    }

    private static Tensor Join(Feature feature, SignalList list, bool lengthsKnown, Tensor[] tensors)
    {
        IReadOnlyList<Axis> axes = AxesOf(feature, list, tensors[0]);
        for (int axis = 1; axis < axes.Count; axis++)
        {
            if (axes[axis] != Axis.Length) continue;
            long longest = tensors.Max(tensor => tensor.shape[axis]);
            if (!lengthsKnown && tensors.Any(tensor => tensor.shape[axis] != longest))
                throw new ConfigurationException(
                    $"What the teacher said is kept by example (is_caching_logits), its '{feature}' is of several lengths, and the lengths "
                        + $"of the "
                        + "examples are not known: give Batches.From a length, or let the batches say it (IExampleBatch).");
            tensors = [.. tensors.Select(tensor => Padded(tensor, axis, longest, list.Padding ?? feature.Padding))];
        }
        return cat(tensors, 0); // (batch, …)
    }

    private static Tensor Padded(Tensor tensor, int axis, long length, double padding)
    {
        if (tensor.shape[axis] == length) return tensor;
        long[] shape = [.. tensor.shape];
        shape[axis] = length - shape[axis];
        return cat([tensor, full(shape, padding, dtype: tensor.dtype, device: tensor.device)], axis);
    }

    private static IReadOnlyList<Axis> AxesOf(Feature feature, SignalList list, Tensor tensor) =>
        list.Axes ?? feature.AxesOf((int)tensor.dim());
}
