using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Testing;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>SST-2's real sentences, as the teacher of them reads them; a test that asks for them is skipped where they are not.</summary>
internal static class Sst2
{
    internal static TextTask Task() => TaskKinds.Get("classification")
        .Make(new TaskSettings(Tokenizers.FromFolder(Golden.Shared("models/sst2")), ["0", "1"], 128));

    internal static PackedTexts Train(int? limit)
    {
        PackedTexts texts = new();
        Task().ReadInto(texts, new RecipeTable { Path = Golden.Shared("data/sst2/train_full.tsv"), Limit = limit });
        return texts;
    }
}
