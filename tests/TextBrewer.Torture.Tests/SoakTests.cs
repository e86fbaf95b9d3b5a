using TextBrewer.Testing;

namespace TextBrewer.Torture.Tests;

/// <summary>The short form of the soak; the whole one is <c>dotnet run eng/dev.cs -- soak train</c>.</summary>
[Collection(nameof(SoakTests))]
[CollectionDefinition(nameof(SoakTests), DisableParallelization = true)]
public sealed class SoakTests
{
    [Fact]
    public void Training_of_more_steps_has_no_more_tensors_and_handles()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Handles are counted in /proc.");
        using TemporaryFolder folder = new();
        IReadOnlyList<SoakLook> looks = new SoakTest(folder.Path, steps: 2000, _ => { }).Run();
        Assert.True(looks.Count >= 5);
        Assert.All(looks, look => Assert.Equal((looks[0].Tensors, looks[0].Handles), (look.Tensors, look.Handles)));
    }
}
