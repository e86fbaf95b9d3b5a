using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Stores;

/// <summary>
/// What decides a teacher's outputs beside the example: its weights, and whatever else you name. Outputs of another fingerprint are never
/// read.
/// </summary>
public sealed class TeacherFingerprint
{
    private const int Format = 1;
    private const int HashedAtOnce = 1 << 26;

    private TeacherFingerprint(IReadOnlyList<string> parts) => Parts = parts;

    /// <summary>What it is made of, as texts.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>
    /// A fingerprint of a module: its parameters and persistent buffers with their names, types and shapes (XXH128). What is not among
    /// them, like a number of heads or the features that are asked for, has to be named by <see cref="With"/>.
    /// </summary>
    public static TeacherFingerprint OfModule(nn.Module module)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        XxHash128 hash = new();
        foreach ((string name, Tensor tensor) in module.state_dict().OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            hash.Append(Encoding.UTF8.GetBytes($"{name} {tensor.dtype} ({string.Join(", ", tensor.shape)})\n"));
            Tensor flat = tensor.detach().cpu().contiguous().view(-1);
            for (long at = 0; at < flat.numel(); at += HashedAtOnce)
                hash.Append(flat.narrow(0, at, Math.Min(HashedAtOnce, flat.numel() - at)).bytes);
        }
        return new(["module " + Hex(hash.GetCurrentHashAsUInt128())]);
    }

    /// <summary>A fingerprint of files: an ONNX model and the weights beside it, a TorchScript file (XXH128 of their bytes).</summary>
    public static TeacherFingerprint OfFiles(params IReadOnlyList<string> paths)
    {
        XxHash128 hash = new();
        foreach (string path in paths)
        {
            using FileStream file = File.OpenRead(path);
            hash.Append(BitConverter.GetBytes(file.Length));
            hash.Append(file);
        }
        return new(["file " + Hex(hash.GetCurrentHashAsUInt128())]);
    }

    /// <summary>This fingerprint with more that decides the outputs: the features and layers that the teacher is asked for.</summary>
    public TeacherFingerprint With(params IReadOnlyList<string> facts) => new([.. Parts, .. facts]);

    /// <summary>A hash of it together with the precision and the store's format.</summary>
    internal UInt128 Hash(StorePrecision precision)
    {
        XxHash128 hash = new();
        foreach (string part in (IEnumerable<string>)[$"format {Format.ToString(CultureInfo.InvariantCulture)}", $"{precision}", .. Parts])
        {
            hash.Append(BitConverter.GetBytes(part.Length));
            hash.Append(MemoryMarshal.AsBytes(part.AsSpan()));
        }
        return hash.GetCurrentHashAsUInt128();
    }

    /// <summary>A hash as 32 digits.</summary>
    internal static string Hex(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);
}
