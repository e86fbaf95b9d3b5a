namespace TextBrewer.Data;

/// <summary>The batches of all epochs in one row, without making any.</summary>
internal sealed class MicroBatches<TBatch>(IBatchSource<TBatch> source)
{
    private BatchEpoch<TBatch> _batches = source.Epoch(0);
    private int _epoch;
    private long _before; // batches of the epochs before this one

    /// <summary>What a batch counts for. Asked for in their order, each epoch's order is found once.</summary>
    /// <param name="place">Its place, from 0.</param>
    internal BatchShare Share(long place)
    {
        if (place < _before) (_batches, _epoch, _before) = (source.Epoch(0), 0, 0);
        while (place >= _before + _batches.Count)
        {
            _before += _batches.Count;
            _batches = source.Epoch(++_epoch);
        }
        return _batches.Share((int)(place - _before));
    }
}
