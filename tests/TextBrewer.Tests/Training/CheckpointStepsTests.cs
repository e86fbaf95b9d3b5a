using System.Text.Json;
using TextBrewer.Configuration;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

public sealed class CheckpointStepsTests
{
    [Fact]
    public void Plan_of_golden_cases_saves_at_the_golden_steps()
    {
        JsonElement[] cases = [.. Golden.Json("checkpoint_steps.json").EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            TrainingConfig config = new()
            {
                GradientAccumulationSteps = golden.GetProperty("gradient_accumulation_steps").GetInt32(),
                CkptFrequency = golden.GetProperty("ckpt_frequency").GetInt32(),
                CkptEpochFrequency = golden.GetProperty("ckpt_epoch_frequency").GetInt32(),
                CkptSteps = Optional(golden.GetProperty("ckpt_steps")),
            };
            RunPlan plan = RunPlan.Of(
                config,
                _ => golden.GetProperty("batches").GetInt32(),
                golden.GetProperty("num_epochs").GetInt32(),
                Optional(golden.GetProperty("num_steps")));
            Assert.Equal(
                golden.GetProperty("checkpoints").EnumerateArray().Select(e => e.GetInt64()),
                Enumerable.Range(1, (int)plan.Steps).Where(step => plan.SavesAt(step)).Select(step => (long)step));
        }
    }

    private static int? Optional(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetInt32();
}
