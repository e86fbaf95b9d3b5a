namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>The values that a pickle has made and not yet used, with marks among them.</summary>
internal sealed class PickleStack(PickleFault fault)
{
    private readonly List<object?> _values = [];
    private readonly Stack<int> _marks = new();

    internal void Push(object? value) => _values.Add(value);

    internal void Mark() => _marks.Push(_values.Count);

    internal object? Peek() => _values.Count > Floor ? _values[^1] : throw Empty();

    internal object? Pop()
    {
        object? value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    /// <summary>The newest values, in the order in which they came.</summary>
    internal object?[] Pop(int count)
    {
        if (_values.Count - count < Floor) throw Empty();
        object?[] values = [.. _values[^count..]];
        _values.RemoveRange(_values.Count - count, count);
        return values;
    }

    /// <summary>The values since the newest mark, which goes with them.</summary>
    internal object?[] PopMarked()
    {
        if (!_marks.TryPop(out int mark)) throw Empty();
        return Pop(_values.Count - mark);
    }

    // What stands below a mark is not to be reached before the mark is gone.
    private int Floor => _marks.TryPeek(out int mark) ? mark : 0;

    private InvalidDataException Empty() => fault.Damaged("its pickle uses a value that it has not made");
}
