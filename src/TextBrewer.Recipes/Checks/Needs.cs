using System.Globalization;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Torch.Files;

namespace TextBrewer.Recipes.Checks;

/// <summary>What a run takes of disk and memory.</summary>
internal static class Needs
{
    // Of the weights: themselves and two moments on the disk, beside them in memory their gradients.
    private const int Saved = 3, Held = 4;

    // Of the weights, as an ONNX file that is open: those of the file, and the same arranged for the products.
    private const int Opened = 2;

    // What the products, norms and activations of a layer keep for its backward pass, in numbers a token and width, and what attention
    // keeps in numbers a head and pair of tokens (Korthikanti et al. 2022, without dropout's masks).
    private const double KeptOfWidth = 17, KeptOfPairs = 2.5;

    internal static CheckedNeed Of(CheckedRecipe recipe)
    {
        TaskModel model = recipe.Trained[0];
        long weights = ModelSize.Bytes(model);
        RecipeTraining training = recipe.Recipe.Training;
        int trainings = 1 + (recipe.Recipe.Baseline && recipe.HasTeachers ? 1 : 0);
        // Those that are kept, the best, and the one that is being written; then the model, and both its ONNX files.
        int checkpoints = Math.Min(training.KeepCheckpoints is int keep ? keep + 2 : int.MaxValue, Math.Max(1, training.NumEpochs) + 1);
        int averages = training.EmaDecay is null ? 0 : 1;
        // The teacher's own ONNX file, which is there while it is timed beside the student's.
        long file = (recipe.Recipe.Export?.Onnx ?? recipe.HasTeachers) ? recipe.Tasks.Max(task => OnnxLatency.FileBytes(task.Teacher)) : 0;
        long disk = (trainings * checkpoints * (Saved + averages) * weights) + (5 * weights / 2) + file;
        long held = recipe.Tasks.Sum(task => (task.Teacher?.Bytes ?? 0) + task.Labelled.Bytes + task.Extra.Bytes + task.Raw.Bytes
            + (task.Augmented?.Bytes ?? 0));
        long memory = held + Math.Max(
            ((Held + averages) * weights) + (long)Activations(model.Config, recipe),
            weights + (Opened * Math.Max(weights, file)));
        return new(
            disk,
            Disk.Local.Free(training.OutputDir),
            memory,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    internal static IEnumerable<CheckFinding> Findings(CheckedNeed need)
    {
        if (need.DiskBytes > need.FreeDiskBytes) yield return CheckFinding.Error(
            "$.training.output_dir",
            $"The run writes about {Size(need.DiskBytes)}, and {Size(need.FreeDiskBytes.Value)} are free there.",
            "Make room, choose another folder, or set keep_checkpoints lower.");
        if (need.MemoryBytes > need.TotalMemoryBytes) yield return CheckFinding.Warning(
            "$.training.batch_size",
            $"The run takes about {Size(need.MemoryBytes)} of memory, and there are {Size(need.TotalMemoryBytes)}.",
            "Set batch_size or max_tokens lower, with gradient_accumulation_steps higher, or gradient_checkpointing.");
    }

    internal static string Size(long bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(bytes < 1e9 ? $"{Math.Ceiling(bytes / 1e6):F0} MB" : FormattableString.Invariant($"{bytes / 1e9:F1} GB"))}");

    /// <summary>What the largest batch leaves for its backward pass.</summary>
    private static double Activations(EncoderConfig config, CheckedRecipe recipe)
    {
        RecipeTraining training = recipe.Recipe.Training;
        double most = 0;
        foreach (CheckedTask task in recipe.Tasks)
        {
            if (task.Labelled.Count == 0) continue;
            (int length, int sequences) = (task.Labelled.Max(text => text.Length), task.Labelled[0].Sequences.Count);
            double tokens = Math.Min(training.MaxTokens ?? double.MaxValue, (double)training.BatchSize * length * sequences);
            double layer = tokens * ((KeptOfWidth * config.HiddenSize) + (KeptOfPairs * config.NumAttentionHeads * length));
            double layers = training.GradientCheckpointing ? 1 : config.NumHiddenLayers;
            most = Math.Max(most, sizeof(float) * layer * layers);
        }
        return most;
    }
}
