using System.Text.Json;
using TextBrewer.Schedules;
using TextBrewer.Testing;

namespace TextBrewer.Tests.Training;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("linear")]
    [InlineData("cosine")]
    [InlineData("constant")]
    [InlineData("constant_with_warmup")]
    public void Schedule_of_golden_case_gives_the_golden_rates(string name)
    {
        JsonElement[] cases = [.. Golden.Json("optimizers.json").GetProperty("learning_rates").EnumerateArray().Where(c => c.GetProperty("schedule").GetString() == name)];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            double warmup = golden.GetProperty("warmup").GetDouble();
            LearningRateSchedule schedule = name switch
            {
                "linear" => LearningRateSchedules.Linear(warmup),
                "cosine" => LearningRateSchedules.Cosine(warmup),
                "constant" => LearningRateSchedules.Constant(),
                _ => LearningRateSchedules.ConstantWithWarmup(warmup),
            };
            long total = golden.GetProperty("total").GetInt64();
            double[] rates = [.. golden.GetProperty("rates").EnumerateArray().Select((_, k) => golden.GetProperty("base").GetDouble() * schedule(k, total))];
            Agree.Assert([.. golden.GetProperty("rates").EnumerateArray().Select(r => r.GetDouble())], rates, 1e-12, name);
        }
    }
}
