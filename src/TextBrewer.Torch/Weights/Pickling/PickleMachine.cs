using System.Buffers.Binary;

namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>
/// Runs a pickle as far as a state dict needs it: numbers, text, tuples, lists, dictionaries, and the few names of
/// <see cref="PickleGlobals"/>.
/// Nothing recurses, and nothing grows beyond what the pickle's own bytes pay for. (Format: CPython's <c>pickletools</c>.)
/// </summary>
internal sealed class PickleMachine(PickleInput input, PickleFault fault)
{
    // A tensor takes some thirty; a value of few bytes may take many in memory.
    private const int MostInstructions = 2_000_000;

    private readonly PickleStack _stack = new(fault);
    private readonly Dictionary<uint, object?> _memo = [];

    /// <summary>Runs to the end of the pickle; what follows it is not read.</summary>
    internal object? Run()
    {
        for (int i = 0; i < MostInstructions; i++)
        {
            PickleOpcode opcode = (PickleOpcode)input.Byte();
            if (opcode == PickleOpcode.Stop) return _stack.Pop();
            Do(opcode);
        }
        throw fault.Damaged($"its pickle has more than {MostInstructions} instructions, more than any state dict's");
    }

    private void Do(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                if (input.Byte() is not (>= 2 and <= 5) and byte protocol) throw fault.Damaged($"its pickle has the unknown protocol "
                    + $"{protocol}");
                break;
            case PickleOpcode.Frame:
                input.Int64(); // only a hint of how much to read at once
                break;
            case PickleOpcode.Mark: _stack.Mark(); break;

            case PickleOpcode.None: _stack.Push(null); break;
            case PickleOpcode.NewTrue: _stack.Push(true); break;
            case PickleOpcode.NewFalse: _stack.Push(false); break;
            case PickleOpcode.BinInt: _stack.Push((long)input.Int32()); break;
            case PickleOpcode.BinInt1: _stack.Push((long)input.Byte()); break;
            case PickleOpcode.BinInt2: _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(input.Bytes(2))); break;
            case PickleOpcode.Long1: _stack.Push(input.Number(input.Byte())); break;
            case PickleOpcode.BinFloat: _stack.Push(BinaryPrimitives.ReadDoubleBigEndian(input.Bytes(8))); break;
            case PickleOpcode.BinUnicode or PickleOpcode.BinString: _stack.Push(input.Text(input.UInt32())); break;
            case PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinString: _stack.Push(input.Text(input.Byte())); break;

            case PickleOpcode.EmptyTuple: _stack.Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple: _stack.Push(_stack.PopMarked()); break;
            case PickleOpcode.Tuple1: _stack.Push(_stack.Pop(1)); break;
            case PickleOpcode.Tuple2: _stack.Push(_stack.Pop(2)); break;
            case PickleOpcode.Tuple3: _stack.Push(_stack.Pop(3)); break;
            case PickleOpcode.EmptyList: _stack.Push(new List<object?>()); break;
            case PickleOpcode.Append: Append(_stack.Pop(1)); break;
            case PickleOpcode.Appends: Append(_stack.PopMarked()); break;
            case PickleOpcode.EmptyDict: _stack.Push(new PickleDictionary()); break;
            case PickleOpcode.SetItem: SetItems(_stack.Pop(2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopMarked()); break;

            case PickleOpcode.BinPut: _memo[input.Byte()] = _stack.Peek(); break;
            case PickleOpcode.LongBinPut: _memo[input.UInt32()] = _stack.Peek(); break;
            case PickleOpcode.Memoize: _memo[(uint)_memo.Count] = _stack.Peek(); break;
            case PickleOpcode.BinGet: Get(input.Byte()); break;
            case PickleOpcode.LongBinGet: Get(input.UInt32()); break;

            case PickleOpcode.Global: _stack.Push(Global(input.Line(), input.Line())); break;
            case PickleOpcode.StackGlobal: StackGlobal(); break;
            case PickleOpcode.BinPersId: _stack.Push(PickledStorage.Of(_stack.Pop(), fault)); break;
            case PickleOpcode.Reduce: Reduce(); break;
            case PickleOpcode.Build: Build(); break;

            case PickleOpcode.Inst:
                Global(input.Line(), input.Line());
                goto default;
            default:
                throw fault.Refused(Enum.IsDefined(opcode) ? $"instruction {opcode}" : $"instruction 0x{(int)opcode:x2}");
        }
    }

    private void Append(object?[] items)
    {
        if (_stack.Peek() is not List<object?> list) throw fault.Damaged($"its pickle appends to {PickleFault.Describe(_stack.Peek())}");
        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (_stack.Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
            throw fault.Damaged($"its pickle adds {items.Length / 2d} entries to {PickleFault.Describe(_stack.Peek())}");
        for (int i = 0; i < items.Length; i += 2) dictionary.Add(items[i], items[i + 1], fault);
    }

    private void Get(uint index)
    {
        if (!_memo.TryGetValue(index, out object? value)) throw fault.Damaged($"its pickle refers to the value {index}, which it has not "
            + "kept");
        _stack.Push(value);
    }

    private object Global(string module, string name) => PickleGlobals.Find($"{module}.{name}") ?? throw fault.Refused($"{module}.{name}");

    private void StackGlobal()
    {
        if (_stack.Pop(2) is not [string module, string name]) throw fault.Damaged("its pickle names something by other than text");
        _stack.Push(Global(module, name));
    }

    private void Reduce() => _stack.Push(_stack.Pop(2) switch
    {
        [PickleFunction.RebuildTensor, object?[] arguments] => PickledTensor.Of(arguments, fault),
        [PickleFunction.RebuildParameter, object?[] and [PickledTensor tensor, bool, _]] => tensor,
        [PickleFunction.Size, object?[] and [object?[] shape]] => shape,
        [PickleFunction.OrderedDictionary, object?[] and []] => new PickleDictionary(),
        [PickleFunction.OrderedDictionary, object?[] and [List<object?> pairs]] => OrderedDictionary(pairs),
        [object function, _] => throw fault.Damaged($"its pickle calls {PickleFault.Describe(function)} with other arguments than PyTorch "
            + "does"),
        _ => throw fault.Damaged("its pickle calls None"),
    });

    // As Python 2 wrote it: a list of [key, value].
    private PickleDictionary OrderedDictionary(List<object?> pairs)
    {
        PickleDictionary dictionary = new();
        foreach (object? pair in pairs)
        {
            (object? key, object? value) = pair switch
            {
                List<object?> and [var k, var v] => (k, v),
                object?[] and [var k, var v] => (k, v),
                _ => throw fault.Damaged($"an ordered dictionary is made of {PickleFault.Describe(pair)}"),
            };
            dictionary.Add(key, value, fault);
        }
        return dictionary;
    }

    // The attributes of a state dict are the versions of its modules, _metadata: of no use here.
    private void Build()
    {
        object? attributes = _stack.Pop(), target = _stack.Peek();
        if ((attributes, target) is not (PickleDictionary, PickleDictionary))
            throw fault.Damaged($"its pickle sets {PickleFault.Describe(attributes)} as the attributes of {PickleFault.Describe(target)}");
    }
}
