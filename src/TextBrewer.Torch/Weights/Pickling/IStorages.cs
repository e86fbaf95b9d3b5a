using TorchSharp;

namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>The storages of a file, read by key.</summary>
internal interface IStorages : IDisposable
{
    /// <summary>Throws unless a storage is there, as long as the pickle says.</summary>
    void Check(PickledStorage storage);

    /// <summary>Fills a contiguous tensor with the bytes of a storage from an offset on.</summary>
    void Read(PickledStorage storage, long offset, torch.Tensor into);
}
