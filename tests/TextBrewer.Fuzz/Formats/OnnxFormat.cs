using TextBrewer.Fuzz.Cases;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
using TextBrewer.Testing;
using TorchSharp;

namespace TextBrewer.Fuzz.Formats;

/// <summary>ONNX files of a teacher: ours in three forms, and one whose weights stand in a file beside it.</summary>
internal sealed class OnnxFormat : Format
{
    internal override string Name => "onnx";

    internal override string File => "model.onnx";

    internal override IReadOnlyList<string> Words =>
    [
        "MatMul", "Add", "Loop", "If", "Attention", "com.microsoft", "input_ids", "logits", "location", "offset", "length",
        "model.onnx.data", .. OddValues.PathsOutside,
    ];

    internal override IReadOnlyList<Seed> Seeds()
    {
        using SequenceClassifier model = PretrainedFolder.LoadClassifier(Golden.Path("models/bert-sequence")).Model;
        string folder = Directory.CreateTempSubdirectory("seed ").FullName, path = Path.Combine(folder, File);
        List<Seed> seeds = [];
        foreach (ExportForm form in Enum.GetValues<ExportForm>())
        {
            OnnxExport.Write(model, path, form);
            seeds.Add(Seed.OfFolder(folder) with { Name = $"{form}" });
        }
        using (WeightStore store = new(path, most: 20_000)) OnnxExport.Write(model, store, ExportForm.Portable);
        seeds.Add(Seed.OfFolder(folder) with { Name = "external" });
        Directory.Delete(folder, recursive: true);
        return seeds;
    }

    internal override bool IsDamaged(string file) => true;

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => file == File && random.Next(4) > 0
        ? GraphMutation.Of(bytes, random)
        : Mutations.Bytes(bytes, random, Words);

    internal override void Read(string folder)
    {
        using OnnxModel model = OnnxModel.Load(Path.Combine(folder, File));
        using DisposeScope scope = torch.NewDisposeScope();
        model.Run(model.InputNames.ToDictionary(name => name, _ => torch.ones(1, 4, dtype: torch.int64)));
    }
}
