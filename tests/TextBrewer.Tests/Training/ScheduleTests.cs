using System.Text.Json;
using TextBrewer.Naming;
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
    [InlineData("polynomial")]
    [InlineData("cosine_with_restarts")]
    public void Schedule_of_golden_case_gives_the_golden_rates(string name)
    {
        JsonElement[] cases = [.. Golden.Json("optimizers.json").GetProperty("learning_rates").EnumerateArray()
            .Where(c => c.GetProperty("schedule").GetString() == name)];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            double warmup = golden.GetProperty("warmup").GetDouble(), rate = golden.GetProperty("base").GetDouble();
            LearningRateSchedule schedule = LearningRateSchedules.Names.Make(name)(warmup, rate);
            long total = golden.GetProperty("total").GetInt64();
            double[] rates = [.. golden.GetProperty("rates").EnumerateArray().Select((_, k) => rate * schedule(k, total))];
            Agree.Assert([.. golden.GetProperty("rates").EnumerateArray().Select(r => r.GetDouble())], rates, 1e-12, name);
        }
    }

    [Fact]
    public void Schedules_of_the_golden_cases_are_all_named() =>
        Assert.Equal(
            Golden.Json("optimizers.json").GetProperty("learning_rates").EnumerateArray().Select(c => c.GetProperty("schedule").GetString())
                .Distinct()
                .Order(StringComparer.Ordinal),
            LearningRateSchedules.Names);

    [Fact]
    public void Polynomial_ends_at_its_end_rate_whatever_the_base()
    {
        LearningRateSchedule schedule = Make("""["polynomial", {"power": 2, "end": 0.01}]""", warmup: 0, learningRate: 0.05);
        Agree.Assert(
            [0.05, (0.04 * 0.25) + 0.01, 0.01],
            [0.05 * schedule(0, 10), 0.05 * schedule(5, 10), 0.05 * schedule(10, 10)],
            1e-12,
            "rates");
    }

    // transformers' cosine with hard restarts: two cycles, each half a cosine over 4 of the 8 steps after the warmup.
    [Fact]
    public void Cosine_with_two_cycles_starts_again_in_the_middle_and_ends_at_0()
    {
        LearningRateSchedule schedule = Make("""["cosine_with_restarts", 2]""", warmup: 0.2, learningRate: 1);
        double high = 0.5 * (1 + Math.Cos(Math.PI / 4)), low = 0.5 * (1 - Math.Cos(Math.PI / 4));
        Agree.Assert(
            [0, 0.5, 1, high, 0.5, low, 1, high, 0.5, low, 0],
            [.. Enumerable.Range(0, 11).Select(step => schedule(step, 10))],
            1e-12,
            "factors");
    }

    [Theory]
    [InlineData("""["polynomial", 1, 0.1]""", "from 0.1 to 0.1")]
    [InlineData("""["polynomial", 1, -1]""", "from 0.1 to -1")]
    [InlineData("""["polynomial", 0]""", "power")]
    [InlineData("""["cosine_with_restarts", 0]""", "cycles")]
    [InlineData("""["polynomial", 1, 2, 3]""", "takes 2")]
    [InlineData("\"polynomal\"", "'polynomial'")]
    public void Schedule_that_cannot_be_is_refused_with_the_reason(string json, string says) =>
        Assert.Contains(
            says,
            Assert.Throws<ConfigurationException>(() => Make(json, warmup: 0, learningRate: 0.1)).Message,
            StringComparison.Ordinal);

    private static LearningRateSchedule Make(string json, double warmup, double learningRate) =>
        LearningRateSchedules.Names.Make(JsonSerializer.Deserialize<Named>(json)!)(warmup, learningRate);
}
