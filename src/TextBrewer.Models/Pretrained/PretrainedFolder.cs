using TextBrewer.Models.Bert;
using TextBrewer.Models.Heads;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>Hugging Face folders: <c>config.json</c> and <c>model.safetensors</c>.</summary>
public static class PretrainedFolder
{
    private const string Prefix = "bert.";
    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>Loads a classifier in float32, whatever the type of the stored weights.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">Labels to train for: a head that is missing or of another size starts at random and stands in the report. Null: the folder's own, and the head must be there.</param>
    /// <param name="seed">Seed of what the file does not have.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged or of another model.</exception>
    public static (SequenceClassifier Model, LoadReport Report) LoadClassifier(string folder, IReadOnlyList<string>? labels = null, int? seed = null)
    {
        BertConfig config = Config(folder);
        if (labels is not null) config = config.WithLabels(labels);
        SequenceClassifier model = new(config, seed ?? 0);
        try
        {
            LoadReport report = Load(model, folder, name => name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith("classifier.", StringComparison.Ordinal) ? name : Prefix + name);
            Complete(report, folder, name => labels is not null && name.StartsWith("classifier.", StringComparison.Ordinal));
            return (model, report);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Loads an encoder; the prefix <c>bert.</c> may be there or not, and heads are left out.</summary>
    public static (BertModel Model, LoadReport Report) LoadEncoder(string folder)
    {
        BertModel model = new(Config(folder), seed: 0);
        try
        {
            LoadReport report = Load(model, folder, name => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name);
            Complete(report, folder, _ => false);
            return (model, report);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Saves a classifier as transformers expects it.</summary>
    public static void Save(SequenceClassifier model, string folder) => Save(model, model.Config with { Architectures = ["BertForSequenceClassification"] }, folder);

    /// <summary>Saves an encoder as transformers expects it.</summary>
    public static void Save(BertModel model, string folder) => Save(model, model.Config with { Architectures = ["BertModel"] }, folder);

    private static void Save(nn.Module model, BertConfig config, string folder)
    {
        Directory.CreateDirectory(folder);
        config = config.WithType(TypeName(model.parameters().First().dtype));
        using (NewDisposeScope()) SafetensorsFile.Write(Path.Combine(folder, "model.safetensors"), StateDict.Of(model), Metadata);
        // Beside it and renamed: a broken off save leaves the old file or the new one.
        string path = Path.Combine(folder, "config.json"), beside = path + ".tmp";
        File.WriteAllText(beside, config.ToJson());
        File.Move(beside, path, overwrite: true);
    }

    // transformers loads weights as the type that stands here: float16 from the teacher's file would round a trained student.
    private static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Float16 => "float16",
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float64 => "float64",
        _ => "float32",
    };

    private static BertConfig Config(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no model folder '{folder}'.");
        return BertConfig.FromFile(Path.Combine(folder, "config.json"));
    }

    private static LoadReport Load(nn.Module model, string folder, Func<string, string> rename)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        LoadReport report = StateDict.Load(model, file, rename);
        // Older versions of transformers saved the positions 0, 1, 2, … as a buffer: nothing is lost with it.
        return report with { Unexpected = [.. report.Unexpected.Where(name => !name.EndsWith("embeddings.position_ids", StringComparison.Ordinal))] };
    }

    private static void Complete(LoadReport report, string folder, Func<string, bool> replaceable) =>
        (report with
        {
            Missing = [.. report.Missing.Where(name => !replaceable(name))],
            Misshapen = [.. report.Misshapen.Where(tensor => !replaceable(tensor.Name))],
        }).ThrowIfIncomplete(Path.Combine(folder, "model.safetensors"));
}
