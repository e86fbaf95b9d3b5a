using System.Buffers.Binary;
using System.Text;

namespace TextBrewer.Torch.Native;

/// <summary>
/// A shared library of Linux on x64 with a single function, which answers one number: what stands in front of another library's function
/// of that name, where the loader sees it first. Its parts by their names in the specification of ELF-64.
/// </summary>
internal static class ConstantFunction
{
    private const int Page = 0x1000, HeaderSize = 64, SegmentSize = 56, SymbolSize = 24, Segments = 4;

    private const int SymbolsAt = HeaderSize + (Segments * SegmentSize), HashAt = SymbolsAt + (2 * SymbolSize), NamesAt = HashAt + 20;

    // PT_LOAD, PT_DYNAMIC, PT_GNU_STACK; PF_X, PF_W, PF_R.
    private const uint Load = 1, Dynamic = 2, Stack = 0x6474e551, Execute = 1, Write = 2, Read = 4;

    /// <summary>The library's file.</summary>
    /// <param name="name">The function's name, in ASCII.</param>
    /// <param name="answer">What it answers.</param>
    internal static byte[] Library(string name, int answer)
    {
        byte[] names = [0, .. Encoding.ASCII.GetBytes(name), 0];
        int codeAt = NamesAt + names.Length;
        byte[] code = [0xb8, 0, 0, 0, 0, 0xc3]; // mov eax, answer; ret
        BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(1), answer);
        int end = codeAt + code.Length;
        // DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT, DT_NULL. The loader writes here, so these have a page of their own.
        (ulong Tag, int Value)[] dynamic = [(4, HashAt), (5, NamesAt), (6, SymbolsAt), (10, names.Length), (11, SymbolSize), (0, 0)];
        int dynamicSize = dynamic.Length * 16;

        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        Header(writer);
        Segment(writer, Load, Read | Execute, 0, end);
        Segment(writer, Load, Read | Write, Page, dynamicSize);
        Segment(writer, Dynamic, Read | Write, Page, dynamicSize);
        Segment(writer, Stack, Read | Write, 0, 0);
        writer.Write(new byte[SymbolSize]); // the first symbol is none
        Symbol(writer, codeAt, code.Length);
        foreach (int number in (int[])[1, 2, 1, 0, 0]) writer.Write(number); // one bucket, two symbols: the second one
        writer.Write(names);
        writer.Write(code);
        writer.Write(new byte[Page - end]);
        foreach ((ulong tag, int value) in dynamic)
        {
            writer.Write(tag);
            writer.Write((ulong)value);
        }
        return stream.ToArray();
    }

    private static void Header(BinaryWriter writer)
    {
        writer.Write([0x7f, .. "ELF"u8, 2, 1, 1, .. new byte[9]]); // 64 bits, little-endian, version 1
        writer.Write((ushort)3); // ET_DYN
        writer.Write((ushort)62); // EM_X86_64
        writer.Write(1u);
        writer.Write(0ul); // no entry
        writer.Write((ulong)HeaderSize); // where the segments are
        writer.Write(0ul); // no sections
        writer.Write(0u);
        foreach (int size in (int[])[HeaderSize, SegmentSize, Segments, 64, 0, 0]) writer.Write((ushort)size);
    }

    private static void Segment(BinaryWriter writer, uint type, uint flags, int at, int size)
    {
        writer.Write(type);
        writer.Write(flags);
        foreach (int number in (int[])[at, at, at, size, size, type == Load ? Page : 8]) writer.Write((ulong)number);
    }

    private static void Symbol(BinaryWriter writer, int at, int size)
    {
        writer.Write(1u); // its name
        writer.Write([0x12, 0]); // global, a function
        writer.Write((ushort)1); // defined: in a section that nobody asks for
        writer.Write((ulong)at);
        writer.Write((ulong)size);
    }
}
