// Two network interfaces whose frames reach each other after a delay, for kernels without netem (root, Linux):
//
//   dotnet run samples/distributed/delay.cs NAME0 NAME1 MICROSECONDS
//
// It makes both as taps, says so, and carries frames until it is stopped; the interfaces go with it. They may be moved into namespaces.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

TimeSpan delay = TimeSpan.FromMicroseconds(int.Parse(args[2], CultureInfo.InvariantCulture));
int[] taps = [Link.Tap(args[0]), Link.Tap(args[1])];
Thread[] threads = [.. Link.Carry(taps[0], taps[1], delay), .. Link.Carry(taps[1], taps[0], delay)];
foreach (Thread thread in threads) thread.Start();
Console.WriteLine("ready");
foreach (Thread thread in threads) thread.Join();

internal static class Link
{
    // Of <fcntl.h> and <linux/if_tun.h>.
    private const int ReadAndWrite = 2, NameSize = 16, RequestSize = 40;
    private const nuint SetInterface = 0x400454ca;
    private const short TapKind = 0x0002, WithoutPacketInfo = 0x1000;

    // An Ethernet frame of the largest size that a tap takes.
    private const int FrameSize = 65_536 + 64;

    /// <summary>Makes an interface, and opens its other end.</summary>
    internal static int Tap(string name)
    {
        int file = open([.. "/dev/net/tun\0"u8], ReadAndWrite);
        byte[] request = new byte[RequestSize];
        Encoding.ASCII.GetBytes(name).CopyTo(request, 0);
        BitConverter.TryWriteBytes(request.AsSpan(NameSize), (short)(TapKind | WithoutPacketInfo));
        if (file < 0 || ioctl(file, SetInterface, request) < 0)
            throw new IOException($"The interface {name} cannot be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        return file;
    }

    /// <summary>What carries frames one way.</summary>
    internal static IEnumerable<Thread> Carry(int from, int to, TimeSpan delay)
    {
        BlockingCollection<(byte[] Frame, long Due)> way = [];
        yield return new Thread(() =>
        {
            byte[] buffer = new byte[FrameSize];
            while (true)
            {
                nint size = read(from, buffer, (nuint)buffer.Length);
                // An interface that is down has nothing to read yet.
                if (size > 0) way.Add((buffer[..(int)size], Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency)));
                else _ = usleep(1000);
            }
        });
        yield return new Thread(() =>
        {
            foreach ((byte[] frame, long due) in way.GetConsumingEnumerable())
            {
                TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (left > TimeSpan.Zero) _ = usleep((uint)left.TotalMicroseconds);
                _ = write(to, frame, (nuint)frame.Length);
            }
        });
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int file, nuint request, byte[] argument);

    [DllImport("libc")]
    private static extern nint read(int file, byte[] buffer, nuint size);

    [DllImport("libc")]
    private static extern nint write(int file, byte[] buffer, nuint size);

    [DllImport("libc")]
    private static extern int usleep(uint microseconds);
}
