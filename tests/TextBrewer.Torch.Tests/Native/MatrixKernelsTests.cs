using System.Runtime.InteropServices;
using TextBrewer.Torch.Native;
using TorchSharp;
using Loader = System.Runtime.InteropServices.NativeLibrary;

namespace TextBrewer.Torch.Tests.Native;

public sealed class MatrixKernelsTests
{
    private delegate int Answer();

    [Theory]
    [InlineData("AuthenticAMD", true, null, true)]
    [InlineData("HygonGenuine", true, "1", true)]
    [InlineData("AuthenticAMD", true, "0", false)]
    [InlineData("AuthenticAMD", true, " 0 ", false)]
    [InlineData("AuthenticAMD", false, null, false)]
    [InlineData("GenuineIntel", true, null, false)]
    [InlineData(null, true, null, false)]
    public void They_are_widened_where_Mkl_would_leave_the_instructions_unused(string? maker, bool has, string? variable, bool expected) =>
        Assert.Equal(expected, MatrixKernels.IsWorthwhile(name => name == "TEXTBREWER_MKL_AVX512" ? variable : null, maker, has));

    /// <summary>What MKL finds out for itself, which is 0 for other makers' processors while nothing is put in front.</summary>
    [Fact]
    public void Mkl_knows_the_processor_where_it_was_told_to()
    {
        LibTorch.Load();
        Assert.SkipUnless(MatrixKernels.AreWidened, "An Intel processor, one without AVX-512, or the variable says no.");
        Assert.True(Loader.TryGetExport(LibTorch.Library, "mkl_serv_cpu_detect", out nint detect));
        Assert.NotEqual(0, Marshal.GetDelegateForFunctionPointer<Answer>(detect)());
    }

    [Fact]
    public void Products_are_right_with_the_kernels_that_were_chosen()
    {
        LibTorch.Load();
        using DisposeScope scope = torch.NewDisposeScope();
        using torch.Generator random = new(1);
        foreach ((int rows, int inner, int columns) in ((int, int, int)[])[(1, 1, 1), (3, 17, 5), (64, 31, 33), (257, 300, 129)])
        {
            torch.Tensor left = torch.randn([rows, inner], generator: random), right = torch.randn([inner, columns], generator: random);
            torch.Tensor exact = (left.to(torch.float64).unsqueeze(2) * right.to(torch.float64)).sum(1); // (rows, columns)
            double error = (left.matmul(right) - exact).abs().max().ToDouble();
            Assert.True(error < 1e-6 * inner, $"{rows} × {inner} × {columns}: {error}");
        }
    }

    [Fact]
    public void Written_library_is_loaded_and_answers()
    {
        bool isItsPlatform = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;
        Assert.SkipUnless(isItsPlatform, "It is for Linux on x64.");
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, ConstantFunction.Library("the_answer", 42));
            nint library = Loader.Load(file);
            Assert.Equal(42, Marshal.GetDelegateForFunctionPointer<Answer>(Loader.GetExport(library, "the_answer"))());
            Assert.False(Loader.TryGetExport(library, "another", out _));
            Loader.Free(library);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
