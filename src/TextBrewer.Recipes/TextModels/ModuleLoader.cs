using TextBrewer.Adaptors;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Files;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.TextModels;

/// <summary>
/// A Hugging Face folder's model on its own, with the head that it was saved with or as the encoder that it is; no tokenizer is needed.
/// </summary>
internal static class ModuleLoader
{
    /// <summary>Loads it.</summary>
    public static nn.Module Load(string folder)
    {
        NamedModel.Check(folder);
        EncoderConfig config = EncoderConfig.FromFile(Path.Combine(folder, ModelFiles.Config));
        return config.Architectures is [{ } name, ..] && name.EndsWith("Model", StringComparison.Ordinal)
            ? PretrainedFolder.LoadEncoder(folder).Model
            : PretrainedFolder.Load(folder, found => TaskKinds.Of(config).Head(found, 0)).Model;
    }
}
