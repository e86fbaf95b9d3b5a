using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>
/// The hooks of one model's custom matches. They are armed only while the loop calls the model, so an evaluation does not trouble them.
/// </summary>
internal sealed class HookSet : IDisposable
{
    private readonly OutputHook?[] _catches;

    private HookSet(OutputHook?[] catches) => _catches = catches;

    internal static HookSet OfStudent(nn.Module model, IReadOnlyList<CustomMatch> matches) =>
        Of([.. matches.Select(match => (Func<OutputHook?>)(() => Hook(model, match.StudentModule, "student", match.StudentSelector)))]);

    internal static HookSet OfTeacher(nn.Module model, int teacher, IReadOnlyList<CustomMatch> matches) =>
        Of([.. matches.Select(match => (Func<OutputHook?>)(() => match.Teacher == teacher
            ? Hook(model, match.TeacherModule, "teacher", match.TeacherSelector)
            : null))]);

    /// <summary>The same model, with what was caught among its signals.</summary>
    internal AdaptedModel<TBatch> Around<TBatch>(AdaptedModel<TBatch> model) => new(model.Module, batch =>
    {
        foreach (OutputHook? hook in _catches) hook?.Armed = true;
        try
        {
            Signals signals = model.Call(batch);
            return signals with { Captured = [.. _catches.Select(hook => hook?.TakeCaptured())] };
        }
        finally
        {
            foreach (OutputHook? hook in _catches)
            {
                hook?.Armed = false;
                hook?.Discard();
            }
        }
    });

    public void Dispose()
    {
        foreach (OutputHook? hook in _catches) hook?.Dispose();
    }

    /// <summary>All hooks, or none: one that cannot be set takes the others with it.</summary>
    private static HookSet Of(IReadOnlyList<Func<OutputHook?>> hooks)
    {
        List<OutputHook?> set = [];
        try
        {
            foreach (Func<OutputHook?> hook in hooks) set.Add(hook());
            return new HookSet([.. set]);
        }
        catch
        {
            foreach (OutputHook? hook in set) hook?.Dispose();
            throw;
        }
    }

    private static OutputHook Hook(nn.Module model, ModuleReference module, string side, Func<object, Tensor>? selector) =>
        new(module.In(model, side), $"The {side}'s module '{module}'", selector);
}
