using System.Text.Json;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>What a card names as the models that its weights began as.</summary>
public sealed class BaseModelsTests
{
    [Theory]
    [InlineData(null, "tiny")]
    [InlineData("google/electra-small", "google/electra-small")]
    [InlineData("/home/me/models/tiny-bert", "tiny")] // a folder of some machine
    [InlineData("../tiny-bert", "tiny")]
    [InlineData("a/b/c", "tiny")]
    public void Base_is_the_hubs_name_where_the_configuration_has_one_else_the_folders(string? written, string name)
    {
        using TemporaryFolder folder = new();
        Model(folder["tiny"], written);
        File.WriteAllText(folder["run.json"], "another program's");
        Assert.Equal([name], BaseModels.Of(Run(new ModelFacts { Path = folder["tiny"] + "/" }), ""));
    }

    [Fact]
    public void Base_of_layers_is_their_tasks_teacher_and_random_weights_have_none()
    {
        using TemporaryFolder folder = new();
        Model(folder["one"], null);
        Model(folder["two"], null);
        ModelFacts[] teachers = [new() { Task = "a", Path = folder["one"] }, new() { Task = "b", Path = folder["two"] }];
        Assert.Equal(["two"], BaseModels.Of(Run(new ModelFacts { Start = "every_kth" }, teachers), "b"));
        Assert.Empty(BaseModels.Of(Run(new ModelFacts { Start = "random" }, teachers), "b"));
        Assert.Empty(BaseModels.Of(Run(new ModelFacts { Start = "every_kth" }), ""));
    }

    [Fact]
    public void Base_that_another_run_made_is_what_that_run_began_with()
    {
        using TemporaryFolder folder = new();
        Model(folder["tiny"], "owner/tiny");
        Model(folder["first", "model"], null);
        File.WriteAllText(folder["first", "run.json"], Run(new ModelFacts { Path = folder["tiny"] }).ToJson());
        Model(folder["second", "student"], null);
        RunFacts second = Run(new ModelFacts { Start = "first" }, new ModelFacts { Path = folder["first", "model"] });
        File.WriteAllText(folder["second", "run.json"], second.ToJson());
        Assert.Equal(["owner/tiny"], BaseModels.Of(Run(new ModelFacts { Path = folder["second", "student"] }), ""));

        // A folder that says it began as itself leads nowhere.
        File.WriteAllText(folder["first", "run.json"], Run(new ModelFacts { Path = folder["first", "model"] }).ToJson());
        Assert.Empty(BaseModels.Of(second, ""));
    }

    private static void Model(string folder, string? name)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new { _name_or_path = name }));
    }

    private static RunFacts Run(ModelFacts trained, params ModelFacts[] teachers) => new()
    {
        Tasks = [],
        Trained = trained,
        Teachers = teachers,
        Software = new Dictionary<string, string>(),
        Machine = new Dictionary<string, string>(),
    };
}
