using System.Text.Json;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Schedules;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Schedules;

public sealed class TemperatureScheduleTests
{
    public static TheoryData<int, string> Cases()
    {
        TheoryData<int, string> data = [];
        foreach ((int index, JsonElement golden) in Golden.Json("temperature.json").EnumerateArray().Index())
            data.Add(index, golden.GetProperty("schedule").GetString()!);
        return data;
    }

    public static TheoryData<string> Forms() => ["""["flsw", 2, 0.5]""", """["flsw", 1, 2]""", """["flsw", 1, 100]""", """["cwsm", 3]"""];

    [Theory, MemberData(nameof(Cases))]
    [NoTensorLeaks]
    public void Schedule_of_golden_case_gives_the_golden_temperatures(int index, string schedule)
    {
        JsonElement golden = Golden.Json("temperature.json")[index];
        Named named = new(schedule) { Arguments = [.. golden.GetProperty("arguments").EnumerateArray()] };
        foreach ((ScalarType type, double tolerance) in new[] { (ScalarType.Float64, 1e-9), (ScalarType.Float32, 1e-5) })
        {
            using var scope = NewDisposeScope();
            Tensor student = Agree.Tensor(golden.GetProperty("student"), type).requires_grad_(true);
            Tensor teacher = Agree.Tensor(golden.GetProperty("teacher"), type);
            Tensor temperature = TemperatureSchedules.Names.Make(named)(student, teacher, golden.GetProperty("base").GetDouble());
            Agree.Assert(golden.GetProperty("temperature"), temperature, tolerance, $"{schedule} {type}");
            Assert.Equal(type, temperature.dtype);
            Assert.False(temperature.requires_grad);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("constant")]
    public void Schedule_without_change_gives_the_configured_scalar_in_the_students_type(string name)
    {
        using var scope = NewDisposeScope();
        Tensor student = zeros(2, 3, dtype: ScalarType.Float32);
        Tensor temperature = TemperatureSchedules.Names.Make(name)(student, student, 2.5);
        Assert.Empty(temperature.shape);
        Assert.Equal(ScalarType.Float32, temperature.dtype);
        Assert.Equal(2.5, temperature.item<float>());
    }

    [Theory, MemberData(nameof(Forms))]
    public void Schedule_of_zero_vectors_and_extreme_logits_is_finite_and_not_below_the_floor(string form)
    {
        using var scope = NewDisposeScope();
        TemperatureSchedule schedule = Make(form);
        random.manual_seed(1);
        foreach (ScalarType type in new[] { ScalarType.Float64, ScalarType.Float32 })
            foreach (double temperature in new[] { 0.05, 4 })
                foreach (Tensor student in new[] { zeros(3, 4), randn(3, 4), randn(3, 4) * 1e4, ones(3, 4) * -1e4 })
                    foreach (Tensor teacher in new[] { zeros(3, 4), student, -student })
                    {
                        double[] given = Agree.Values(schedule(student.to(type), teacher.to(type), temperature));
                        Assert.Equal(3, given.Length);
                        Assert.All(given, t => Assert.True(double.IsFinite(t) && t >= TemperatureSchedules.Floor, $"{t:R}"));
                    }
    }

    [Fact]
    public void Flsw_is_lower_where_student_and_teacher_disagree()
    {
        using var scope = NewDisposeScope();
        Tensor teacher = tensor(new double[] { 3, 0, 3, 0 }, 2, 2);
        Tensor student = tensor(new double[] { 3, 0, 0, 3 }, 2, 2);
        double[] temperatures = Agree.Values(Make("""["flsw", 1, 2]""")(student, teacher, 4));
        Assert.True(temperatures[1] < 4 && 4 < temperatures[0]);
    }

    [Fact]
    public void Floor_holds_where_beta_is_large()
    {
        using var scope = NewDisposeScope();
        Tensor student = tensor(new double[] { 9, 0, 0, 0 }, 2, 2);
        Assert.Equal(TemperatureSchedules.Floor, Agree.Values(Make("""["cwsm", 100]""")(student, student, 1))[1]);
    }

    [Theory]
    [InlineData("""["none", 1]""", "takes 0")]
    [InlineData("""["constant", 8]""", "takes 0")]
    [InlineData("\"flsw\"", "needs the argument 'beta'")]
    [InlineData("""["flsw", 1]""", "needs the argument 'gamma'")]
    [InlineData("\"cwsm\"", "needs the argument 'beta'")]
    [InlineData("""["flsw", 1, -2]""", "gamma of 'flsw' is -2")]
    [InlineData("""["flsw", 1, 200]""", "gamma of 'flsw' is 200")]
    [InlineData("""["flsw", 1, 2, 0]""", "eps of 'flsw' is 0")]
    [InlineData("""["cwsm", 1e999]""", "beta of 'cwsm'")]
    [InlineData("\"flws\"", "Did you mean 'flsw'?")]
    public void Make_of_form_that_cannot_be_says_what_is_wrong(string form, string part) =>
        Assert.Contains(part, Assert.Throws<ConfigurationException>(() => Make(form)).Message, StringComparison.Ordinal);

    private static TemperatureSchedule Make(string form) => TemperatureSchedules.Names.Make(JsonSerializer.Deserialize<Named>(form)!);
}
