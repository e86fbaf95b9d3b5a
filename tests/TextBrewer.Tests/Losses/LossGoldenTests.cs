using System.Text.Json;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Testing;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>Every loss, value and gradient: TextBrewer's against <c>losses.json</c>, the others against <c>extra_losses.json</c>.</summary>
public sealed class LossGoldenTests
{
    public static TheoryData<string, int, string> Cases()
    {
        TheoryData<string, int, string> data = [];
        foreach (string file in new[] { "losses.json", "extra_losses.json" })
        {
            int index = 0;
            foreach (JsonElement golden in Golden.Json(file).EnumerateArray()) data.Add(
                file,
                index++,
                golden.GetProperty("loss").GetString()!);
        }
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    [NoTensorLeaks]
    public void Loss_of_golden_case_equals_value_and_gradient(string file, int index, string loss)
    {
        JsonElement golden = Golden.Json(file)[index];
        Named named = new(loss) { Arguments = Arguments(golden) };
        foreach ((ScalarType type, double tolerance) in new[] { (ScalarType.Float64, 1e-9), (ScalarType.Float32, 1e-5) })
        {
            using var scope = NewDisposeScope();
            Tensor[] student = Tensors(golden.GetProperty("student"), type);
            Tensor[] teacher = Tensors(golden.GetProperty("teacher"), type);
            foreach (Tensor tensor in student) tensor.requires_grad_(true);

            Tensor value = LossNames.Distillation.Knows(loss)
                ? LossNames.Distillation.Make(named).Compute(
                    student[0],
                    teacher[0],
                    Temperature(golden.GetProperty("temperature"), type),
                    Optional(golden, "labels", ScalarType.Int64))
                : LossNames.Match.Make(named).Compute(student, teacher, Optional(golden, "mask", type));
            value.backward();

            Agree.Assert(golden.GetProperty("value").GetDouble(), value.to(ScalarType.Float64).item<double>(), tolerance, $"{loss} {type}");
            JsonElement[] gradients = List(golden.GetProperty("gradient"));
            for (int i = 0; i < student.Length; i++)
                Agree.Assert(gradients[i], student[i].grad!, tolerance, $"gradient of {loss} {type}");
        }
    }

    private static Tensor Temperature(JsonElement golden, ScalarType type) =>
        golden.ValueKind == JsonValueKind.Number ? tensor(golden.GetDouble(), dtype: type) : Agree.Tensor(golden, type);

    private static Tensor? Optional(JsonElement golden, string key, ScalarType type) =>
        golden.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? Agree.Tensor(value, type) : null;

    private static JsonElement[] Arguments(JsonElement golden)
    {
        Dictionary<string, JsonElement> byKey = golden.EnumerateObject().Where(p => p.Name is "alpha" or "beta" or "heads")
            .ToDictionary(p => p.Name, p => p.Value);
        return byKey.Count == 0 ? [] : [JsonSerializer.SerializeToElement(byKey)];
    }

    private static Tensor[] Tensors(JsonElement golden, ScalarType type) => [.. List(golden).Select(e => Agree.Tensor(e, type))];

    private static JsonElement[] List(JsonElement golden) =>
        golden.ValueKind == JsonValueKind.Array ? [.. golden.EnumerateArray()] : [golden];
}
