using TextBrewer.Adaptors;
using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Stores;

/// <summary>
/// Joins what is kept of examples into the signals of a batch, padded to the longest: one tensor for each that the teacher gave, filled in
/// place.
/// </summary>
internal sealed class SignalJoin
{
    private readonly StoredSignals[] _examples;
    private readonly Func<Feature, bool>? _wanted;
    private readonly bool _lengthsKnown;
    private readonly int[] _read;
    private int _slot;

    private SignalJoin(StoredSignals[] examples, Func<Feature, bool>? wanted)
    {
        (_examples, _wanted, _read, _lengthsKnown) = (examples, wanted, new int[examples.Length], true);
        foreach (StoredSignals example in examples)
        {
            _lengthsKnown &= example.Length != StoredSignals.UnknownLength;
            if (!example.Layout.Joins(examples[0].Layout))
                throw new ConfigurationException($"What is kept of the teacher is not the same for all examples: {examples[0].Layout}, and "
                    + $"{example.Layout}. Name what the teacher is asked for in its fingerprint (TeacherFingerprint.With), so that each "
                    + "selection has a store of its own.");
        }
    }

    /// <summary>The signals of a batch of examples, on the CPU; the tensors belong to the caller's scope.</summary>
    /// <param name="examples">What is kept of each.</param>
    /// <param name="wanted">Which features are wanted; null: all.</param>
    /// <exception cref="ConfigurationException">The examples do not fit together.</exception>
    internal static Signals Of(StoredSignals[] examples, Func<Feature, bool>? wanted = null) =>
        new SignalJoin(examples, wanted).Level(examples[0].Layout);

    private Signals Level(SignalLayout layout)
    {
        Signals signals = new();
        for (int first = 0; first < layout.Slots.Count;)
        {
            SignalSlot slot = layout.Slots[first];
            Feature feature = Features.Named(slot.Feature, slot.Axes);
            List<Tensor> tensors = [];
            bool wanted = _wanted?.Invoke(feature) ?? true;
            for (; first < layout.Slots.Count && layout.Slots[first].Feature == slot.Feature; first++, _slot++)
            {
                if (wanted) tensors.Add(layout.Slots[first].Type is { } type ? Tensor(type) : null!);
                else Skip();
            }
            if (!wanted) continue;
            signals = signals.With(feature, new SignalList(tensors)
            {
                Axes = slot.NamesAxes ? slot.Axes : null,
                Padding = slot.NamesPadding ? slot.Padding : null,
            });
        }
        if (layout.Teachers is null) return signals;
        List<Signals> teachers = [];
        foreach (SignalLayout teacher in layout.Teachers) teachers.Add(Level(teacher));
        return signals with { Teachers = teachers };
    }

    private Tensor Tensor(ScalarType type)
    {
        SignalSlot first = _examples[0].Layout.All[_slot];
        int rank = first.Sizes.Count;
        Span<int> whole = stackalloc int[rank], sizes = stackalloc int[rank];
        whole.Clear();
        foreach (StoredSignals example in _examples)
        {
            SignalSlot slot = example.Layout.All[_slot];
            for (int axis = 0; axis < rank; axis++)
            {
                int size = slot.Size(axis, example.Length);
                if (axis == 0) whole[0] += size;
                else whole[axis] = Longer(slot, axis, whole[axis], size);
            }
        }
        long[] shape = new long[rank];
        int row = SignalSlot.ElementSize(type);
        for (int axis = 0; axis < rank; axis++)
        {
            shape[axis] = whole[axis];
            if (axis > 0) row *= whole[axis];
        }
        Tensor joined = empty(shape, type, CPU);
        Span<byte> target = joined.bytes;
        for (int i = 0, at = 0; i < _examples.Length; i++)
        {
            StoredSignals example = _examples[i];
            SignalSlot slot = example.Layout.All[_slot];
            bool isShorter = false;
            for (int axis = 0; axis < rank; axis++)
            {
                sizes[axis] = slot.Size(axis, example.Length);
                isShorter |= axis > 0 && sizes[axis] < whole[axis];
            }
            Span<byte> own = target.Slice(at, sizes[0] * row);
            if (isShorter) Padding.Fill(own, type, slot.Padding);
            Recode recode = new(slot.IsHalf ? ScalarType.Float16 : type, type);
            int bytes = (int)slot.Count(example.Length) * recode.Source;
            Block.Copy(example.Data.Span.Slice(_read[i], bytes), sizes, own, whole, sizes, recode);
            _read[i] += bytes;
            at += own.Length;
        }
        return joined;
    }

    private int Longer(SignalSlot slot, int axis, int longest, int size)
    {
        if (longest == 0 || size == longest) return size;
        if (slot.Axes.Count <= axis || slot.Axes[axis] != Axis.Length)
            throw new ConfigurationException($"What is kept of the teacher's '{slot.Feature}' has {longest} and {size} numbers along an "
                + "axis that is no length: let its adaptor say the axes (SignalList.Axes).");
        if (!_lengthsKnown)
            throw new ConfigurationException(
                $"What the teacher said is kept by example (is_caching_logits, teacher_store), its '{slot.Feature}' is of several lengths, "
                    + "and the lengths of the examples are not known: give Batches.From a length, or let the batches say it "
                    + "(IExampleBatch).");
        return Math.Max(longest, size);
    }

    private void Skip()
    {
        for (int i = 0; i < _examples.Length; i++)
        {
            SignalSlot slot = _examples[i].Layout.All[_slot];
            _read[i] += (int)slot.Count(_examples[i].Length) * slot.Element;
        }
    }
}
