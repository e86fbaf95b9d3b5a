using System.Buffers.Binary;
using Google.Protobuf;
using Tensorboard;

namespace TextBrewer.Training;

/// <summary>Reads event files, ours and those of tensorboardX and TensorFlow, and checks every checksum.</summary>
public static class EventFileReader
{
    /// <summary>The records of a file, in their order.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or cut off; the message says at which byte the record begins.</exception>
    public static IEnumerable<Event> Events(string path)
    {
        // A run may be writing it.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        while (file.Position < file.Length) yield return Next(file);
    }

    /// <summary>The points of all curves in a file, in their order; what is no scalar is left out.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or cut off; the message says at which byte the record begins.</exception>
    public static IReadOnlyList<ScalarPoint> Scalars(string path) =>
    [
        .. from record in Events(path)
           where record.WhatCase == Event.WhatOneofCase.Summary
           from value in record.Summary.Value
           where value.ValueCase == Summary.Types.Value.ValueOneofCase.SimpleValue
           select new ScalarPoint(value.Tag, record.Step, value.SimpleValue, record.WallTime),
    ];

    private static Event Next(FileStream file)
    {
        long start = file.Position;
        byte[] length = Take(file, sizeof(ulong), start);
        ulong count = BinaryPrimitives.ReadUInt64LittleEndian(length);
        Check(file, length, start);
        // A length is allocated only if the file is that long.
        if (count > (ulong)(file.Length - file.Position)) throw CutOff(file, start);
        byte[] data = Take(file, (long)count, start);
        Check(file, data, start);
        try
        {
            return Event.Parser.ParseFrom(data);
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw new InvalidDataException($"'{file.Name}': the record at byte {start} is no event: {problem.Message}", problem);
        }
    }

    private static void Check(FileStream file, byte[] data, long start)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(Take(file, sizeof(uint), start)) != EventChecksum.Of(data))
            throw new InvalidDataException($"'{file.Name}' is damaged: the record at byte {start} does not have its checksum.");
    }

    private static byte[] Take(FileStream file, long count, long start)
    {
        byte[] bytes = new byte[count];
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? bytes : throw CutOff(file, start);
    }

    private static InvalidDataException CutOff(FileStream file, long start) =>
        new($"'{file.Name}' is cut off: the record at byte {start} goes beyond its end at byte {file.Length}.");
}
