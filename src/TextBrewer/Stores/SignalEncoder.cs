using System.Runtime.InteropServices;
using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Stores;

/// <summary>
/// Cuts a teacher's signals of a batch into the bytes of each of its examples, padding left out, by the axes of each feature.
/// </summary>
internal sealed class SignalEncoder(StorePrecision precision)
{
    private const ushort HalfInfinity = 0x7c00, HalfMinusInfinity = 0xfc00;

    // As many layouts as there are patterns of what is kept exactly: one, as a rule.
    private readonly Dictionary<ulong, SignalLayout> _layouts = [];

    /// <summary>Cuts what a teacher said about a batch.</summary>
    /// <param name="signals">What it said; what is not asked of a teacher is left out.</param>
    /// <param name="examples">The examples of the batch, in order.</param>
    /// <param name="buffer">Takes the bytes.</param>
    /// <exception cref="ConfigurationException">A tensor does not have as many rows for each example.</exception>
    internal StoredSignals[] Encode(Signals signals, IReadOnlyList<Example> examples, SignalBuffer buffer)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        int longest = examples.Max(example => example.Length) ?? 0;
        List<Tensor?> tensors = [];
        SignalLayout own = LayoutOf(signals, examples.Count, longest, tensors), whole = own;
        // Examples whose lengths nobody knows are kept as long as the batch is.
        if (examples.Any(example => example.Length is null)) whole = LayoutOf(signals, examples.Count, longest: -1, tensors: null);
        StoredSignals[] stored = new StoredSignals[examples.Count];
        for (int i = 0; i < stored.Length; i++)
            stored[i] = Encode(tensors, examples[i].Length is null ? whole : own, i, examples[i].Length, buffer);
        return stored;
    }

    private StoredSignals Encode(List<Tensor?> tensors, SignalLayout layout, int example, int? known, SignalBuffer buffer)
    {
        int length = known ?? StoredSignals.UnknownLength;
        long most = 0;
        foreach (SignalSlot slot in layout.All)
            if (slot.Type is { } type) most += slot.Count(length) * SignalSlot.ElementSize(type);
        Memory<byte> room = buffer.Take(checked((int)most));
        Span<bool> exact = stackalloc bool[layout.All.Count];
        exact.Clear();
        int at = 0;
        for (int i = 0; i < tensors.Count; i++)
        {
            SignalSlot slot = layout.All[i];
            if (tensors[i] is not { } tensor || slot.Type is not { } type) continue;
            Span<byte> target = room.Span[at..];
            int bytes = Write(tensor, slot, type, slot.IsHalf, example, length, target);
            if (slot.IsHalf && Overflows(tensor, slot, type, example, length, target[..bytes]))
            {
                exact[i] = true;
                bytes = Write(tensor, slot, type, half: false, example, length, target);
            }
            at += bytes;
        }
        buffer.GiveBack(room.Length - at);
        return new(exact.Contains(true) ? Known(layout.WithExact(exact)) : layout, length, room[..at]);
    }

    private static int Write(Tensor tensor, SignalSlot slot, ScalarType type, bool half, int example, int length, Span<byte> target)
    {
        Recode recode = new(type, half ? ScalarType.Float16 : type);
        int count = (int)slot.Count(length), rank = slot.Sizes.Count;
        Span<int> whole = stackalloc int[rank], sizes = stackalloc int[rank];
        int row = recode.Source;
        for (int axis = 0; axis < rank; axis++)
        {
            (whole[axis], sizes[axis]) = ((int)tensor.shape[axis], slot.Size(axis, length));
            if (axis > 0) row *= whole[axis];
        }
        Block.Copy(tensor.bytes[(example * sizes[0] * row)..], whole, target, sizes, sizes, recode);
        return count * recode.Target;
    }

    /// <summary>Whether a finite number became infinite.</summary>
    private static bool Overflows(Tensor tensor, SignalSlot slot, ScalarType type, int example, int length, ReadOnlySpan<byte> halves)
    {
        if (MemoryMarshal.Cast<byte, ushort>(halves).IndexOfAny(HalfInfinity, HalfMinusInfinity) < 0) return false;
        byte[] exact = new byte[slot.Count(length) * SignalSlot.ElementSize(type)];
        Write(tensor, slot, type, half: false, example, length, exact);
        ReadOnlySpan<Half> rounded = MemoryMarshal.Cast<byte, Half>(halves);
        for (int i = 0; i < rounded.Length; i++)
        {
            if (!Half.IsInfinity(rounded[i])) continue;
            if (type == ScalarType.Float32 ? float.IsFinite(MemoryMarshal.Cast<byte, float>(exact)[i])
                : double.IsFinite(MemoryMarshal.Cast<byte, double>(exact)[i])) return true;
        }
        return false;
    }

    /// <summary>The layout of an example of a batch; its tensors are added in the same order, on the CPU and contiguous.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="examples">How many examples there are.</param>
    /// <param name="longest">The length of the longest: a tensor that is as long is cut to each; −1: nothing is.</param>
    /// <param name="tensors">Takes the tensors; null: they are known.</param>
    private SignalLayout LayoutOf(Signals signals, int examples, int longest, List<Tensor?>? tensors)
    {
        List<SignalSlot> slots = [];
        foreach ((Feature feature, SignalList list) in signals.Table.OrderBy(row => row.Key.Name, StringComparer.Ordinal))
        {
            if (!feature.IsTeachers) continue;
            foreach (Tensor? tensor in list)
            {
                slots.Add(tensor is null ? new SignalSlot { Feature = feature.Name } : Slot(feature, list, tensor, examples, longest));
                tensors?.Add(tensor?.detach().cpu().contiguous());
            }
        }
        SignalLayout[]? teachers = signals.Teachers is null
            ? null
            : [.. signals.Teachers.Select(teacher => LayoutOf(teacher, examples, longest, tensors))];
        return Known(SignalLayout.Of(slots, teachers));
    }

    private SignalSlot Slot(Feature feature, SignalList list, Tensor tensor, int examples, int longest)
    {
        long[] shape = tensor.shape;
        (long rows, long rest) = Math.DivRem(shape.Length == 0 ? 0 : shape[0], examples);
        if (rows == 0 || rest != 0)
            throw new ConfigurationException(
                $"The teacher's '{feature}' has the shape ({string.Join(", ", shape)}) for {examples} examples, so it cannot be kept by "
                    + "example: give it a row for each, or let the teacher's outputs not be kept (is_caching_logits, teacher_store).");
        IReadOnlyList<Axis> axes = list.Axes ?? feature.AxesOf(shape.Length);
        int[] sizes = [.. shape.Select(size => checked((int)size))];
        sizes[0] = (int)rows;
        // What is longer than the longest example is as long in every batch, such as tokens of the teacher's own.
        for (int axis = 1; axis < axes.Count; axis++)
            if (axes[axis] == Axis.Length && sizes[axis] == longest) sizes[axis] = SignalSlot.Own;
        return new SignalSlot
        {
            Feature = feature.Name,
            Type = tensor.dtype,
            IsHalf = precision == StorePrecision.Half && Recode.IsHalved(tensor.dtype),
            Sizes = sizes,
            Axes = axes,
            NamesAxes = list.Axes is not null,
            Padding = list.Padding ?? feature.Padding,
            NamesPadding = list.Padding is not null,
        };
    }

    private SignalLayout Known(SignalLayout layout) =>
        _layouts.TryGetValue(layout.Hash, out SignalLayout? known) ? known : _layouts[layout.Hash] = layout;
}
