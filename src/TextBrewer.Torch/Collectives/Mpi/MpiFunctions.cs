using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>
/// MPI's functions as C declares them. A handle is as wide as an address: Open MPI's are addresses, MPICH's are integers of 32 bits, of
/// which the rest of a register is not looked at.
/// </summary>
internal static class MpiFunctions
{
    internal delegate int InitThread(nint argc, nint argv, int required, out int provided);

    internal delegate int NoArguments();

    internal delegate int Abort(nint comm, int code);

    internal delegate int OfComm(nint comm, out int value);

    internal delegate int SetErrorHandler(nint comm, nint handler);

    internal delegate int ErrorString(int code, [Out] byte[] text, out int length);

    internal delegate int VersionString([Out] byte[] text, out int length);

    internal delegate int Broadcast(ref byte buffer, int count, nint type, int root, nint comm);

    internal delegate int AllGather(
        ref byte send,
        int count,
        nint sendType,
        ref byte receive,
        int[] counts,
        int[] places,
        nint receiveType,
        nint comm);

    internal delegate int Gather(
        ref byte send,
        int count,
        nint sendType,
        ref byte receive,
        int[] counts,
        int[] places,
        nint receiveType,
        int root,
        nint comm);

    internal delegate int Exchange(
        ref byte send,
        int[] sendCounts,
        int[] sendPlaces,
        nint sendType,
        ref byte receive,
        int[] receiveCounts,
        int[] receivePlaces,
        nint receiveType,
        nint comm);

    internal delegate int StartAllReduce(nint send, nint receive, int count, nint type, nint operation, nint comm, nint request);

    internal delegate int Test(nint request, out int done, nint status);
}
