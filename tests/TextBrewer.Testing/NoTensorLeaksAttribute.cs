using System.Reflection;
using Xunit.v3;

namespace TextBrewer.Testing;

/// <summary>Fails a test after which not as many tensors live as before it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoTensorLeaksAttribute : BeforeAfterTestAttribute
{
    private long _before;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => _before = LiveTensors.Settled();

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => LiveTensors.Same(_before);
}
