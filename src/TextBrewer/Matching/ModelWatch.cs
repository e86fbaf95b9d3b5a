using TextBrewer.Distilling;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>
/// The hooks of one model's custom matches. They are armed only while the loop calls the model, so an evaluation does not trouble them.
/// </summary>
internal sealed class ModelWatch : IDisposable
{
    private readonly OutputCatch?[] _catches;

    private ModelWatch(OutputCatch?[] catches) => _catches = catches;

    internal static ModelWatch OfStudent(nn.Module model, IReadOnlyList<CustomMatch> matches) =>
        Of([.. matches.Select(match => (Func<OutputCatch?>)(() => Hook(model, match.StudentModule, "student", match.StudentSelector)))]);

    internal static ModelWatch OfTeacher(nn.Module model, int teacher, IReadOnlyList<CustomMatch> matches) =>
        Of([.. matches.Select(match => (Func<OutputCatch?>)(() => match.Teacher == teacher
            ? Hook(model, match.TeacherModule, "teacher", match.TeacherSelector)
            : null))]);

    /// <summary>The same model, with what was caught among its signals.</summary>
    internal AdaptedModel<TBatch> Around<TBatch>(AdaptedModel<TBatch> model) => new(model.Module, batch =>
    {
        foreach (OutputCatch? hook in _catches) hook?.Armed = true;
        try
        {
            Signals signals = model.Call(batch);
            return signals with { Caught = [.. _catches.Select(hook => hook?.Take())] };
        }
        finally
        {
            foreach (OutputCatch? hook in _catches)
            {
                hook?.Armed = false;
                hook?.Forget();
            }
        }
    });

    public void Dispose()
    {
        foreach (OutputCatch? hook in _catches) hook?.Dispose();
    }

    /// <summary>All hooks, or none: one that cannot be set takes the others with it.</summary>
    private static ModelWatch Of(IReadOnlyList<Func<OutputCatch?>> hooks)
    {
        List<OutputCatch?> set = [];
        try
        {
            foreach (Func<OutputCatch?> hook in hooks) set.Add(hook());
            return new ModelWatch([.. set]);
        }
        catch
        {
            foreach (OutputCatch? hook in set) hook?.Dispose();
            throw;
        }
    }

    private static OutputCatch Hook(nn.Module model, ModuleReference module, string side, Func<object, Tensor>? selector) =>
        new(module.In(model, side), $"The {side}'s module '{module}'", selector);
}
