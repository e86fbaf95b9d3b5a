using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Exporting;

/// <summary>A tokenizer's files in the folder of the model that reads with it, as Hugging Face's programs look for them.</summary>
internal static class HubTokenizer
{
    internal static void Save(ITokenizer tokenizer, EncoderConfig model, string folder)
    {
        tokenizer.SaveTo(folder);
        TokenizerConfig.SaveInputs(folder, [.. ModelInputs.All.Where(name => name != ModelInputs.Types || model.TakesTokenTypes)]);
    }
}
