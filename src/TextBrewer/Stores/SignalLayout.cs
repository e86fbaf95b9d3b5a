using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Serialization;
using TextBrewer.Adaptors;

namespace TextBrewer.Stores;

/// <summary>
/// How a teacher's signals of an example stand one after another in its bytes: its own tensors, then those of each of an ensemble's
/// teachers.
/// </summary>
internal sealed class SignalLayout
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    private SignalLayout(IReadOnlyList<SignalSlot> slots, IReadOnlyList<SignalLayout>? teachers)
    {
        (Slots, Teachers) = (slots, teachers);
        All = [.. slots, .. teachers?.SelectMany(teacher => teacher.All) ?? []];
        Json = JsonSerializer.SerializeToUtf8Bytes(ToForm(), Options);
        Hash = XxHash3.HashToUInt64(Json);
    }

    /// <summary>Its own tensors, those of a feature together and in their order.</summary>
    internal IReadOnlyList<SignalSlot> Slots { get; }

    /// <summary>Of an ensemble: the layout of each teacher.</summary>
    internal IReadOnlyList<SignalLayout>? Teachers { get; }

    /// <summary>All tensors in the order of their bytes.</summary>
    internal IReadOnlyList<SignalSlot> All { get; }

    /// <summary>The layout as it stands in a file.</summary>
    internal byte[] Json { get; }

    /// <summary>What it is known by.</summary>
    internal ulong Hash { get; }

    internal static SignalLayout Of(IReadOnlyList<SignalSlot> slots, IReadOnlyList<SignalLayout>? teachers) => new(slots, teachers);

    /// <summary>Reads a layout.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static SignalLayout Parse(ReadOnlySpan<byte> json) =>
        Of(JsonSerializer.Deserialize<Form>(json, Options) ?? throw new JsonException());

    /// <summary>The layout with some of its tensors as they are and not in 16 bits.</summary>
    /// <param name="exact">For each of <see cref="All"/>, whether it is.</param>
    internal SignalLayout WithExact(ReadOnlySpan<bool> exact)
    {
        SignalSlot[] slots = new SignalSlot[Slots.Count];
        for (int i = 0; i < slots.Length; i++) slots[i] = exact[i] ? Slots[i] with { IsHalf = false } : Slots[i];
        if (Teachers is null) return Of(slots, null);
        SignalLayout[] teachers = new SignalLayout[Teachers.Count];
        int first = slots.Length;
        for (int i = 0; i < teachers.Length; first += Teachers[i++].All.Count)
            teachers[i] = Teachers[i].WithExact(exact.Slice(first, Teachers[i].All.Count));
        return Of(slots, teachers);
    }

    /// <summary>The bytes of an example of a length.</summary>
    internal long Bytes(int length) => All.Sum(slot => slot.Count(length) * slot.Element);

    /// <summary>Whether examples of both can stand in one batch.</summary>
    internal bool Joins(SignalLayout other) =>
        ReferenceEquals(this, other)
        || (Slots.Count == other.Slots.Count && All.Count == other.All.Count
            && All.Zip(other.All).All(pair => pair.First.Joins(pair.Second)));

    /// <summary>What is kept, for a person: logits, hidden × 7.</summary>
    public override string ToString() => string.Join(
        ", ",
        All.GroupBy(slot => slot.Feature).Select(group => group.Count() == 1 ? group.Key : $"{group.Key} × {group.Count()}"));

    private static SignalLayout Of(Form? form) => form?.Slots is { } slots && slots.All(slot => slot?.IsSound == true)
        ? new(slots, form.Teachers is null ? null : [.. form.Teachers.Select(Of)])
        : throw new JsonException();

    private Form ToForm() => new(Slots, Teachers is null ? null : [.. Teachers.Select(teacher => teacher.ToForm())]);

    private sealed record Form(IReadOnlyList<SignalSlot> Slots, IReadOnlyList<Form>? Teachers);
}
