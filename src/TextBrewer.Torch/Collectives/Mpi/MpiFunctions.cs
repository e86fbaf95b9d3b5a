using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>
/// MPI's functions as C declares them. A handle is as wide as an address: Open MPI's are addresses, MPICH's are integers of 32 bits, of
/// which the rest of a register is not looked at. Memory is given as an address too: it is in use until the request is done.
/// </summary>
internal static class MpiFunctions
{
    internal delegate int InitThread(nint argc, nint argv, int required, out int provided);

    internal delegate int Finish();

    internal delegate int Abort(nint comm, int code);

    internal delegate int OfComm(nint comm, out int value);

    internal delegate int SetErrorHandler(nint comm, nint handler);

    internal delegate int ErrorString(int code, [Out] byte[] text, out int length);

    internal delegate int VersionString([Out] byte[] text, out int length);

    internal delegate int Broadcast(nint buffer, int count, nint type, int root, nint comm, nint request);

    internal delegate int AllGather(
        nint send,
        int count,
        nint sendType,
        nint receive,
        nint counts,
        nint places,
        nint receiveType,
        nint comm,
        nint request);

    internal delegate int Gather(
        nint send,
        int count,
        nint sendType,
        nint receive,
        nint counts,
        nint places,
        nint receiveType,
        int root,
        nint comm,
        nint request);

    internal delegate int Exchange(
        nint send,
        nint sendCounts,
        nint sendPlaces,
        nint sendType,
        nint receive,
        nint receiveCounts,
        nint receivePlaces,
        nint receiveType,
        nint comm,
        nint request);

    internal delegate int AllReduce(nint send, nint receive, int count, nint type, nint operation, nint comm, nint request);

    internal delegate int Test(nint request, out int done, nint status);
}
