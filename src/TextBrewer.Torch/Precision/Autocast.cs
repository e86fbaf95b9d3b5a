using System.Runtime.InteropServices;
using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Precision;

/// <summary>
/// Mixed precision on the CPU as <c>torch.autocast("cpu", torch.bfloat16)</c> has it (Micikevicius et al. 2018): matrix products take and
/// give bfloat16, weights stay float32, norms and softmax compute in float32. TorchSharp does not bind it; libtorch exports it. It serves
/// any module, for torch itself casts where an operator is called.
/// </summary>
public static class Autocast
{
    // Numbers of c10's enumerations.
    private const sbyte Cpu = 0, BFloat16 = 15;

    private static readonly Lazy<Switches?> Library = new(Find);

    // As torch has it: each thread on its own.
    [ThreadStatic]
    private static bool _isOn;

    /// <summary>Whether this platform's library has it; loads the library.</summary>
    public static bool IsAvailable => Library.Value is not null;

    /// <summary>Whether this thread computes in mixed precision.</summary>
    internal static bool IsOn => _isOn;

    /// <summary>Runs something in mixed precision on this thread.</summary>
    /// <param name="call">What is run.</param>
    /// <param name="keepsWeights">
    /// Whether weights are cast once and kept until <see cref="Forget"/>: those of a model that does not change.
    /// </param>
    /// <exception cref="PlatformNotSupportedException">The library has no such thing.</exception>
    public static T Run<T>(Func<T> call, bool keepsWeights)
    {
        Switches switches = Library.Value
            ?? throw new PlatformNotSupportedException("This platform's torch library cannot be told to compute in bfloat16.");
        switches.SetType(Cpu, BFloat16);
        switches.SetCache(keepsWeights);
        try
        {
            return Switched(switches, on: true, call);
        }
        finally
        {
            switches.SetCache(true);
        }
    }

    /// <summary>Runs something in full precision, within <see cref="Run"/> too.</summary>
    /// <param name="call">What is run.</param>
    public static T Without<T>(Func<T> call) => _isOn ? Switched(Library.Value!, on: false, call) : call();

    /// <summary>Frees the weights that were kept.</summary>
    public static void Forget() => Library.Value?.ClearCache();

    private static T Switched<T>(Switches switches, bool on, Func<T> call)
    {
        bool before = _isOn;
        switches.SetEnabled(Cpu, _isOn = on);
        try
        {
            return call();
        }
        finally
        {
            switches.SetEnabled(Cpu, _isOn = before);
        }
    }

    private static Switches? Find()
    {
        LibTorch.Load();
        if (LibTorch.Library == 0) return null;
        return Function<SetByDevice>("_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb") is { } enabled
            && Function<SetType>("_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE") is { } type
            && Function<Set>("_ZN2at8autocast26set_autocast_cache_enabledEb") is { } cache
            && Function<Clear>("_ZN2at8autocast11clear_cacheEv") is { } clear
            ? new Switches(enabled, type, cache, clear)
            : null;

        static T? Function<T>(string symbol) where T : Delegate =>
            NativeLibrary.TryGetExport(LibTorch.Library, symbol, out nint function)
                ? Marshal.GetDelegateForFunctionPointer<T>(function)
                : null;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetByDevice(sbyte device, [MarshalAs(UnmanagedType.U1)] bool enabled);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetType(sbyte device, sbyte type);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Set([MarshalAs(UnmanagedType.U1)] bool enabled);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Clear();

    private sealed record Switches(SetByDevice SetEnabled, SetType SetType, Set SetCache, Clear ClearCache);
}
