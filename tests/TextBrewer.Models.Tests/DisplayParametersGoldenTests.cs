using System.Text.Json;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;

namespace TextBrewer.Models.Tests;

public sealed class DisplayParametersGoldenTests
{
    [Theory]
    [InlineData("full", null)]
    [InlineData("max_level_2", 2)]
    public void Text_of_the_golden_model_is_TextBrewers_to_the_character(string name, int? maxLevel)
    {
        JsonElement golden = Golden.Json("display_parameters.json");
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["config.json"], golden.GetProperty("config").GetRawText());
        using SequenceClassifier model = new(EncoderConfig.FromFile(folder["config.json"]));
        Assert.Equal(golden.GetProperty(name).GetString(), DisplayParameters.Text(model, maxLevel));
    }
}
