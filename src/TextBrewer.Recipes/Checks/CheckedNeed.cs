namespace TextBrewer.Recipes.Checks;

/// <summary>
/// What a run takes of the machine, computed from the models' sizes and the largest batch: it may be a third more or less.
/// </summary>
/// <param name="DiskBytes">What its checkpoints and models take on the disk.</param>
/// <param name="FreeDiskBytes">What is free there; null: the system does not say.</param>
/// <param name="MemoryBytes">The memory of weights, gradients, optimizer, data, and the largest batch.</param>
/// <param name="TotalMemoryBytes">What this process may use.</param>
public sealed record CheckedNeed(long DiskBytes, long? FreeDiskBytes, long MemoryBytes, long TotalMemoryBytes);
