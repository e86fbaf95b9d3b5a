using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;
using TextBrewer.Testing;

namespace TextBrewer.Inference.Tests.Pipelines;

public sealed class AllocationTests
{
    [Fact]
    public void Answer_to_one_text_leaves_little_garbage()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        using TextClassifier classifier = new(new TextModelOptions { Folder = folder["onnx"], Precision = Precision.Int8, Threads = 1 });
        const int Calls = 200;
        for (int i = 0; i < Calls; i++) classifier.Classify("a good film");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++) classifier.Classify("a good film");
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Calls, 0, 2800);
    }
}
