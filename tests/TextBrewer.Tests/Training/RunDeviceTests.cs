using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>
/// Models, batches and what teachers say are brought to the run's device; here that is the CPU, and "meta" stands for another.
/// </summary>
public sealed class RunDeviceTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    public void Batches_that_can_be_moved_are_moved_before_any_model_sees_them(string device)
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        List<Device> moved = [];
        AdaptedModel<Movable> Adapt(Toy toy) => Model.From(toy, (Movable b) =>
        {
            Assert.NotEmpty(moved);
            return toy.call(b.Batch.X);
        }).With((_, o) => new Signals { Logits = o[0] });
        using GeneralDistiller<Movable> distiller = new(
            Toy.Training(folder) with { Device = device },
            new DistillationConfig(),
            Adapt(teacher),
            Adapt(student));
        distiller.Train(
            Batches.From([0, 1, 2], 3, examples => new Movable(ToyBatch.Of(examples), moved)),
            new() { Optimizer = Toy.Options().Optimizer });
        Assert.Equal(cuda.is_available() && device == "auto" ? DeviceType.CUDA : DeviceType.CPU, moved.Distinct().Single().type);
        Assert.Equal(2, moved.Count); // the dry run's batch and the step's
    }

    [Fact]
    public void Teacher_on_another_device_is_heard_on_the_runs()
    {
        using var scope = NewDisposeScope();
        Signals elsewhere = new() { Logits = zeros(2, 3), Hidden = zeros(2, 3, 4), Teachers = [new Signals { Logits = zeros(2, 3) }] };
        Assert.Same(elsewhere, elsewhere.To(CPU));
        Signals there = elsewhere.To(new Device(DeviceType.META));
        Assert.All(there.Tensors, tensor => Assert.Equal(DeviceType.META, tensor.device.type));
        Assert.Equal(3, there.Tensors.Count());
    }

    [Fact]
    public void Model_that_is_not_on_the_device_is_moved_and_one_that_is_stays_as_it_is()
    {
        using Toy toy = new(1, 4, seed: 1);
        IntPtr before = toy.parameters().First().Handle;
        TextBrewer.Training.RunDevice.Move(toy, CPU);
        Assert.Equal(before, toy.parameters().First().Handle);
        TextBrewer.Training.RunDevice.Move(toy, new Device(DeviceType.META));
        Assert.All(toy.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.device.type));
    }

    [Fact]
    public void Cuda_where_there_is_none_is_an_error_that_says_what_to_take()
    {
        Assert.SkipWhen(cuda.is_available(), "There is CUDA here.");
        using TemporaryFolder folder = new();
        using Toy student = new(1, 4, seed: 2);
        TrainingConfig config = Toy.Training(folder) with { Device = "cuda" };
        string message = Assert.Throws<ConfigurationException>(() => new BasicTrainer<ToyBatch>(config, student.Adapted)).Message;
        Assert.Contains("take auto or cpu", message, StringComparison.Ordinal);
    }

    private sealed record Movable(ToyBatch Batch, List<Device> Moved) : IDeviceBatch, IDisposable
    {
        public void MoveTo(Device device) => Moved.Add(device);

        public void Dispose() => Batch.Dispose();
    }
}
