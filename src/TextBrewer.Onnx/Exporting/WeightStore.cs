using System.Globalization;
using Google.Protobuf;
using TextBrewer.Onnx.Schema;
using TextBrewer.Torch.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>
/// Keeps the values of a model's weights: in its own file while they are small together; once they are large, in a second file beside it,
/// because a file of one piece ends at 2 GiB. What goes to the second file is written at once and not kept in memory.
/// </summary>
/// <param name="path">The model's file; the second one has <c>.data</c> behind its name.</param>
/// <param name="most">How many bytes of weights the model's own file holds at most.</param>
internal sealed class WeightStore(string path, long most = WeightStore.Most) : IDisposable
{
    /// <summary>1.5 GiB: far enough below the 2 GiB where a file of one piece ends.</summary>
    internal const long Most = 3L << 29;

    /// <summary>What is smaller stays in the model's own file.</summary>
    private const int Small = 1024;

    /// <summary>Where values may begin, so that a runtime can map them: ONNX recommends the size of a page.</summary>
    private const int Page = 4096;

    private readonly List<TensorProto> _inside = [];
    private DurableFile? _file;
    private long _bytes;

    private string DataPath => path + ".data";

    /// <summary>Puts the values where they belong.</summary>
    /// <param name="tensor">What is said about them.</param>
    /// <param name="values">The values, on the CPU, without gaps.</param>
    internal void Put(TensorProto tensor, Tensor values)
    {
        long size = values.NumberOfElements * values.ElementSize;
        _bytes += size;
        if (_file is null && _bytes > most) MoveOut();
        if (_file is not null && size >= Small)
        {
            Append(tensor, size, stream => values.WriteBytesToStream(stream, bufferSize: 1 << 20));
            return;
        }
        tensor.RawData = ByteString.CopyFrom(values.bytes);
        _inside.Add(tensor);
    }

    /// <summary>Writes the model, under temporary names first. At no time does a model stand beside weights that are not its own.</summary>
    internal void Save(ModelProto model)
    {
        using DurableFile file = DurableFile.Begin(path);
        model.WriteTo(file.Stream);
        file.Flush();
        if (_file is not null)
        {
            _file.Flush();
            if (File.Exists(DataPath)) File.Delete(path);
            _file.Commit();
        }
        file.Commit();
        if (_file is null) File.Delete(DataPath); // an older, larger model's
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose() => _file?.Dispose();

    private void MoveOut()
    {
        _file = DurableFile.Begin(DataPath);
        foreach (TensorProto tensor in _inside.Where(tensor => tensor.RawData.Length >= Small))
        {
            Append(tensor, tensor.RawData.Length, tensor.RawData.WriteTo);
            tensor.RawData = ByteString.Empty;
        }
        _inside.Clear();
    }

    private void Append(TensorProto tensor, long size, Action<Stream> write)
    {
        Stream stream = _file!.Stream;
        long offset = (stream.Position + Page - 1) / Page * Page;
        stream.Position = offset;
        write(stream);
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        Say("location", Path.GetFileName(DataPath));
        Say("offset", offset.ToString(CultureInfo.InvariantCulture));
        Say("length", size.ToString(CultureInfo.InvariantCulture));

        void Say(string key, string value) => tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
    }
}
