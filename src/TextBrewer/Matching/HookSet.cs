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
    private readonly OutputHook?[] _hooks;

    private HookSet(OutputHook?[] hooks) => _hooks = hooks;

    /// <summary>Hooks on the student, for the matches of a task.</summary>
    internal static HookSet OfStudent(nn.Module model, string task, IReadOnlyList<CustomMatch> matches) =>
        Of([.. matches.Select(match => match.IsOf(task)
            ? (Func<OutputHook?>)(() => Hook(model, match.StudentModule, "student", match.StudentSelector))
            : None)]);

    /// <summary>Hooks on one of a task's teachers.</summary>
    internal static HookSet OfTeacher(nn.Module model, int teacher, string task, IReadOnlyList<CustomMatch> matches) =>
        Of([.. matches.Select(match => match.IsOf(task) && match.Teacher == teacher
            ? (Func<OutputHook?>)(() => Hook(model, match.TeacherModule, "teacher", match.TeacherSelector))
            : None)]);

    /// <summary>A model with what was captured among its signals.</summary>
    internal AdaptedModel<TBatch> Around<TBatch>(AdaptedModel<TBatch> model) => new(model.Module, batch =>
    {
        foreach (OutputHook? hook in _hooks) hook?.Armed = true;
        try
        {
            Signals signals = model.Call(batch);
            for (int match = 0; match < _hooks.Length; match++)
                if (_hooks[match] is { } hook) signals = signals.With(Features.Captured(match), hook.TakeCaptured());
            return signals;
        }
        finally
        {
            foreach (OutputHook? hook in _hooks)
            {
                hook?.Armed = false;
                hook?.Discard();
            }
        }
    });

    public void Dispose()
    {
        foreach (OutputHook? hook in _hooks) hook?.Dispose();
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

    private static OutputHook? None() => null;

    private static OutputHook? Hook(nn.Module model, ModuleReference module, string side, Func<object, Tensor>? selector) =>
        new(module.In(model, side), $"The {side}'s module '{module}'", selector);
}
