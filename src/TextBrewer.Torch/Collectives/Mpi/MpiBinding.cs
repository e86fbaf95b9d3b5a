using System.Runtime.InteropServices;
using System.Text;
using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>The functions and constants of one of MPI's two binary interfaces.</summary>
internal sealed class MpiBinding
{
    // MPI_THREAD_SERIALIZED: any thread may call, one at a time.
    private const int Serialized = 2;

    // The longest text of either family.
    private const int TextBytes = 8192;

    internal MpiBinding(MpiLibrary library)
    {
        Library = library;
        bool isOpen = library.Family == MpiFamily.OpenMpi;
        World = isOpen ? Symbol("ompi_mpi_comm_world") : 0x44000000;
        Bytes = isOpen ? Symbol("ompi_mpi_byte") : 0x4c00010d;
        Longs = isOpen ? Symbol("ompi_mpi_long_long_int") : 0x4c000809;
        Max = isOpen ? Symbol("ompi_mpi_op_max") : 0x58000001;
        ReturnErrors = isOpen ? Symbol("ompi_mpi_errors_return") : 0x54000001;
        NoStatus = isOpen ? 0 : 1;
        Broadcast = Function<MpiFunctions.Broadcast>("MPI_Ibcast");
        AllGather = Function<MpiFunctions.AllGather>("MPI_Iallgatherv");
        Gather = Function<MpiFunctions.Gather>("MPI_Igatherv");
        Exchange = Function<MpiFunctions.Exchange>("MPI_Ialltoallv");
        AllReduce = Function<MpiFunctions.AllReduce>("MPI_Iallreduce");
        Test = Function<MpiFunctions.Test>("MPI_Test");
        Abort = Function<MpiFunctions.Abort>("MPI_Abort");
    }

    /// <summary>Where it comes from.</summary>
    internal MpiLibrary Library { get; }

    /// <summary>All processes.</summary>
    internal nint World { get; }

    /// <summary>The type of a byte, and of an integer of 64 bits.</summary>
    internal nint Bytes { get; }

    internal nint Longs { get; }

    /// <summary>The largest of the values.</summary>
    internal nint Max { get; }

    /// <summary>In place of a status that nobody reads.</summary>
    internal nint NoStatus { get; }

    internal MpiFunctions.Broadcast Broadcast { get; }

    internal MpiFunctions.AllGather AllGather { get; }

    internal MpiFunctions.Gather Gather { get; }

    internal MpiFunctions.Exchange Exchange { get; }

    internal MpiFunctions.AllReduce AllReduce { get; }

    internal MpiFunctions.Test Test { get; }

    internal MpiFunctions.Abort Abort { get; }

    private nint ReturnErrors { get; }

    /// <summary>Joins the other processes.</summary>
    internal (int Rank, int Size) Start()
    {
        Check(Function<MpiFunctions.InitThread>("MPI_Init_thread")(0, 0, Serialized, out _), "MPI_Init_thread");
        // The default ends the process with a message of the library's own.
        Check(Function<MpiFunctions.SetErrorHandler>("MPI_Comm_set_errhandler")(World, ReturnErrors), "MPI_Comm_set_errhandler");
        Check(Function<MpiFunctions.OfComm>("MPI_Comm_rank")(World, out int rank), "MPI_Comm_rank");
        Check(Function<MpiFunctions.OfComm>("MPI_Comm_size")(World, out int size), "MPI_Comm_size");
        return (rank, size);
    }

    /// <summary>Leaves them; all do.</summary>
    internal void Finish() => Check(Function<MpiFunctions.Finish>("MPI_Finalize")(), "MPI_Finalize");

    /// <summary>The library's name and version, in a line.</summary>
    internal string Version()
    {
        byte[] text = new byte[TextBytes];
        int code = Function<MpiFunctions.VersionString>("MPI_Get_library_version")(text, out int length);
        return code == 0 ? Encoding.UTF8.GetString(text, 0, length).Split('\n', ',')[0].Trim('\0', ' ') : Library.Name;
    }

    /// <summary>What an error code means.</summary>
    internal string Explain(int code)
    {
        byte[] text = new byte[TextBytes];
        int failed = Function<MpiFunctions.ErrorString>("MPI_Error_string")(code, text, out int length);
        return failed == 0 ? Encoding.UTF8.GetString(text, 0, length).ReplaceLineEndings(" ").TrimEnd('\0', ' ') : $"error {code}";
    }

    private void Check(int code, string function)
    {
        if (code != 0) throw new InvalidOperationException($"{function} of {Library.Name} failed: {Explain(code)}.");
    }

    private T Function<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Symbol(name));

    private nint Symbol(string name) => NativeLibrary.TryGetExport(Library.Handle, name, out nint address)
        ? address
        : throw new DllNotFoundException($"{Library.Name} has no {name}: it is older than MPI 3.0, or no MPI library.");
}
