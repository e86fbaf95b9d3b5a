using System.Reflection;
using TorchSharp;
using Xunit;
using Xunit.v3;

namespace TextBrewer.Testing;

/// <summary>Fails a test after which more tensors live than before it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoTensorLeaksAttribute : BeforeAfterTestAttribute
{
    private long _before;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => _before = torch.Tensor.TotalCount;

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        long left = torch.Tensor.TotalCount - _before;
        Assert.True(left <= 0, $"{left} tensors were left behind.");
    }
}
