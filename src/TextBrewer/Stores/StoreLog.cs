using Microsoft.Extensions.Logging;

namespace TextBrewer.Stores;

/// <summary>What a store of teacher outputs says to a logger.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The stored teacher outputs in '{File}' are damaged: what cannot be read is left out, and the teacher is asked again.")]
    internal static partial void Damaged(this ILogger logger, string file);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "'{File}' holds no teacher outputs of this store, so it is left out; remove it.")]
    internal static partial void Foreign(this ILogger logger, string file);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "No more teacher outputs are stored in '{Folder}': {Reason}. The teacher is asked about the others in each epoch.")]
    internal static partial void Full(this ILogger logger, string folder, string reason);
}
