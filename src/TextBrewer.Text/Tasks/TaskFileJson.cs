using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Text.Tasks;

/// <summary>How <see cref="TaskFile"/> is read and written: made when it is compiled, so that a native program can too.</summary>
[JsonSerializable(typeof(TaskFile))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    RespectNullableAnnotations = true)]
internal sealed partial class TaskFileJson : JsonSerializerContext;
