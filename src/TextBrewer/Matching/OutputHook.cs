using System.Linq.Expressions;
using System.Reflection;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Torch.Recomputing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>A forward hook on a module that keeps its output, and does nothing unless it is armed.</summary>
internal sealed class OutputHook : IDisposable
{
    private readonly string _what;
    private readonly Func<object, Tensor>? _selector;
    private readonly object _remover;
    private Tensor? _captured;

    /// <param name="module">The module.</param>
    /// <param name="what">How errors call it.</param>
    /// <param name="selector">Takes a tensor out of its output; null: the output is one.</param>
    internal OutputHook(nn.Module module, string what, Func<object, Tensor>? selector)
    {
        (_what, _selector) = (what, selector);
        // Hooks live on the closed generic types Module<…, TResult>, so the hook is made for the one that the module is of.
        MethodInfo register = HookableType(module.GetType())?.GetMethods().First(
            m => m.Name == nameof(nn.Module<,>.register_forward_hook) && m.GetParameters()[0].ParameterType != typeof(Action<nn.Module>))
            ?? throw new ConfigurationException($"{what} is no Module<…, TResult>, so it has no forward hooks: name a module inside it, or "
                + "derive it from Module<…, TResult> and use call.");
        _remover = register.Invoke(module, [Hook(register.GetParameters()[0].ParameterType)])!;
    }

    internal bool Armed { get; set; }

    /// <summary>What was captured since the last time, in the dispose scope of the caller.</summary>
    /// <exception cref="ConfigurationException">The module was not called.</exception>
    internal Tensor TakeCaptured()
    {
        using Tensor captured = _captured ?? throw new ConfigurationException(
            $"{_what} was not called: the model passes it by, or calls forward instead of call, which hooks do not see.");
        _captured = null;
        return captured.alias();
    }

    /// <summary>Forgets what was captured by a call that failed.</summary>
    internal void Discard()
    {
        _captured?.Dispose();
        _captured = null;
    }

    /// <summary>Removes the hook.</summary>
    public void Dispose()
    {
        Discard();
        _remover.GetType().GetMethod("remove")!.Invoke(_remover, []);
    }

    /// <summary>(module, inputs …, output) → output, as the module's type wants it.</summary>
    private Delegate Hook(Type type)
    {
        ParameterExpression[] parameters = [.. type.GetMethod("Invoke")!.GetParameters()
            .Select(p => Expression.Parameter(p.ParameterType))];
        Expression keep = Expression.Call(
            Expression.Constant(this),
            nameof(Capture),
            [],
            Expression.Convert(parameters[^1], typeof(object)));
        return Expression.Lambda(type, Expression.Block(keep, parameters[^1]), parameters).Compile();
    }

    private void Capture(object? output)
    {
        if (!Armed || output is null) return;
        if (Recomputation.IsRunning) throw new ConfigurationException(
            $"{_what} stands in a layer that gradient checkpointing computes anew, so that no gradients come from what it gives: turn "
                + "gradient checkpointing off, or name a module outside of the layers.");
        Tensor tensor = _selector is not null ? _selector(output)
            : output as Tensor ?? throw new ConfigurationException(
                $"{_what} gives a {output.GetType().Name}, not a tensor: set the match's selector for this side.");
        _captured?.Dispose();
        // The model may be inside a scope of its own that ends before the match is computed.
        _captured = tensor.alias().DetachFromDisposeScope();
    }

    private static Type? HookableType(Type? type)
    {
        while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(nn.HookableModule<,>))) type = type
            .BaseType;
        return type;
    }
}
