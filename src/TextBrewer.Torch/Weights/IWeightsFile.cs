using TorchSharp;

namespace TextBrewer.Torch.Weights;

/// <summary>Named tensors that stand in one file or several, read one by one.</summary>
public interface IWeightsFile : IDisposable
{
    /// <summary>Where it is: of several files, their index.</summary>
    string Path { get; }

    /// <summary>The tensors, by name.</summary>
    IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Reads one tensor, in the file's element type, contiguous, on the CPU; the caller disposes it.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message says how.</exception>
    torch.Tensor Read(string name);
}
