using System.Globalization;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;

namespace TextBrewer.Recipes.Runs;

/// <summary>What a store of teacher outputs is still to take for a task's training data.</summary>
/// <param name="Examples">How many different examples there are.</param>
/// <param name="Missing">How many of them the store does not have.</param>
/// <param name="Lengths">How many missing examples there are of each length.</param>
internal sealed record StoreNeed(int Examples, int Missing, IReadOnlyDictionary<int, int> Lengths)
{
    internal static StoreNeed Of(TaskContext task, TeacherStore store)
    {
        HashSet<UInt128> seen = [];
        Dictionary<int, int> lengths = [];
        foreach (EncodedText text in task.Recurring)
        {
            UInt128 key = text.Key();
            if (seen.Add(key) && !store.Contains(key)) lengths[text.Length] = lengths.GetValueOrDefault(text.Length) + 1;
        }
        return new(seen.Count, lengths.Values.Sum(), lengths);
    }

    /// <summary>What there is and what is to come, for a person.</summary>
    /// <param name="store">The store, which has kept something.</param>
    /// <param name="budget">What it may take.</param>
    internal string Describe(TeacherStore store, StoreBudget budget)
    {
        double bytes = Lengths.Sum(length => (double)length.Value * store.Bytes(length.Key)!.Value);
        string precision = store.Precision == StorePrecision.Exact ? "exact" : "in half precision";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Examples - Missing:N0} of {Examples:N0} examples are stored, {Missing:N0} more will be, {precision}: about "
                + $"{StoreBudget.Size(bytes / Missing)} each, {StoreBudget.Size(bytes)} together, in '{store.Folder}'.");
        return bytes <= budget.Left
            ? text
            : $"{text} There is room for {StoreBudget.Size(Math.Max(0, budget.Left))} alone: about the rest the teacher is asked in each "
                + "epoch. Set teacher_store.max_gb higher, or name a folder on a larger disk.";
    }
}
