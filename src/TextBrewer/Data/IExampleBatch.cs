namespace TextBrewer.Data;

/// <summary>A batch that knows its examples. Other batches are known by the places of their examples in the data.</summary>
public interface IExampleBatch
{
    /// <summary>The examples of the batch, in the order of its rows.</summary>
    IReadOnlyList<Example> Examples { get; }
}
