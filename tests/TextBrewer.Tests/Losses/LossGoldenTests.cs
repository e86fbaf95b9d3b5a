using System.Text.Json;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Testing;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>Every loss of TextBrewer, value and gradient, against <c>losses.json</c>.</summary>
public sealed class LossGoldenTests
{
    public static TheoryData<int, string> Cases()
    {
        TheoryData<int, string> data = [];
        int index = 0;
        foreach (JsonElement golden in Golden.Json("losses.json").EnumerateArray())
            data.Add(index++, golden.GetProperty("loss").GetString()!);
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    [NoTensorLeaks]
    public void Loss_of_golden_case_equals_value_and_gradient(int index, string loss)
    {
        JsonElement golden = Golden.Json("losses.json")[index];
        foreach ((ScalarType type, double tolerance) in new[] { (ScalarType.Float64, 1e-9), (ScalarType.Float32, 1e-5) })
        {
            using var scope = NewDisposeScope();
            Tensor[] student = Tensors(golden.GetProperty("student"), type);
            Tensor[] teacher = Tensors(golden.GetProperty("teacher"), type);
            foreach (Tensor tensor in student) tensor.requires_grad_(true);

            Tensor value = golden.GetProperty("kind").GetString() == "kd"
                ? LossNames.Distillation.Make(loss).Compute(student[0], teacher[0], Temperature(golden.GetProperty("temperature"), type), labels: null)
                : LossNames.Match.Make(loss).Compute(student, teacher, Mask(golden.GetProperty("mask"), type));
            value.backward();

            Agree.Assert(golden.GetProperty("value").GetDouble(), value.to(ScalarType.Float64).item<double>(), tolerance, $"{loss} {type}");
            JsonElement[] gradients = List(golden.GetProperty("gradient"));
            for (int i = 0; i < student.Length; i++)
                Agree.Assert(gradients[i], student[i].grad!, tolerance, $"gradient of {loss} {type}");
        }
    }

    private static Tensor Temperature(JsonElement golden, ScalarType type) =>
        golden.ValueKind == JsonValueKind.Number ? tensor(golden.GetDouble(), dtype: type) : Agree.Tensor(golden, type);

    private static Tensor? Mask(JsonElement golden, ScalarType type) =>
        golden.ValueKind == JsonValueKind.Null ? null : Agree.Tensor(golden, type);

    private static Tensor[] Tensors(JsonElement golden, ScalarType type) => [.. List(golden).Select(e => Agree.Tensor(e, type))];

    private static JsonElement[] List(JsonElement golden) =>
        golden.ValueKind == JsonValueKind.Array ? [.. golden.EnumerateArray()] : [golden];
}
