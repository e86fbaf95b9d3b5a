using static TorchSharp.torch;

namespace TextBrewer.Data;

/// <summary>A batch whose tensors the loop may move to the device that a run is on; a batch of another type has to be made there.</summary>
public interface IDeviceBatch
{
    /// <summary>Moves its tensors; those that are there already stay.</summary>
    void MoveTo(Device device);
}
