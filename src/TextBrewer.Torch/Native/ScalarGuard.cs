using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Native;

/// <summary>
/// Puts off the freeing of TorchSharp's scalars. A number beside a tensor (<c>x * 0.5</c>, and the hidden factor of every <c>x + y</c>)
/// becomes a temporary object
/// that nothing holds while native code reads it: a garbage collection at that moment frees it too early, and the step fails ("Unknown
/// scalar type") or computes
/// with another number. Here a scalar is freed only after many later ones. (TorchSharp 0.107.)
/// </summary>
internal static class ScalarGuard
{
    // Far more than are made while any one native call runs; 32 bytes each.
    private const int Waiting = 1 << 14;
    private const int PageSize = 4096;
    private const int ReadWriteExecute = 7, ReadExecute = 5;

    private static readonly nint[] Queue = new nint[Waiting];
    private static readonly DisposeScalar Later = PutOff;
    private static int _next = -1;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void DisposeScalar(nint scalar);

    /// <summary>
    /// Makes the bridge's <c>THSTorch_dispose_scalar</c> jump to ours; for Linux on x64. Where the system forbids that, all stays as it
    /// was.
    /// </summary>
    /// <param name="bridge">The loaded library.</param>
    internal static bool Install(nint bridge)
    {
        if (!NativeLibrary.TryGetExport(bridge, "THSTorch_dispose_scalar", out nint function)) return false;
        // mov rax, ours; jmp rax
        byte[] jump = [0x48, 0xB8, .. BitConverter.GetBytes(Marshal.GetFunctionPointerForDelegate(Later)), 0xFF, 0xE0];
        nint page = function & ~(nint)(PageSize - 1);
        nuint length = (nuint)(function + jump.Length - page);
        if (Protect(page, length, ReadWriteExecute) != 0) return false;
        Marshal.Copy(jump, 0, function, jump.Length);
        _ = Protect(page, length, ReadExecute);
        return true;
    }

    private static void PutOff(nint scalar)
    {
        int place = Interlocked.Increment(ref _next) & (Waiting - 1);
        nint oldest = Interlocked.Exchange(ref Queue[place], scalar);
        if (oldest != 0) Free(oldest);
    }

    [DllImport("libc", EntryPoint = "mprotect"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(nint address, nuint length, int access);

    [DllImport("libc", EntryPoint = "free"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Free(nint memory);
}
