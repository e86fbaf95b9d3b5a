using System.Globalization;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests;

public sealed class DisplayParametersTests
{
    // What TextBrewer 0.2.1 prints for these shapes: 3.125 % and 0.125 MB are ties, which Python rounds to the even digit.
    private const string Tied =
        "\nLAYER NAME           \t        #PARAMS\t     RATIO\t MEM(MB)\n" +
        "--model:             \t      1,048,576\t   100.00%\t    4.00\n" +
        "  --embedding        \n" +
        "    --weight:        \t         32,768\t     3.12%\t    0.12\n" +
        "  --middle           \n" +
        "    --0              \n" +
        "      --weight:      \t      1,015,808\t    96.88%\t    3.88\n" +
        "  --tied             \n" +
        "    --weight(shared):\t              0\t     0.00%\t    0.00\n";

    private const string TiedAtLevel1 =
        "\nLAYER NAME    \t        #PARAMS\t     RATIO\t MEM(MB)\n" +
        "--model:      \t      1,048,576\t   100.00%\t    4.00\n" +
        "  --embedding:\t         32,768\t     3.12%\t    0.12\n" +
        "  --middle:   \t      1,015,808\t    96.88%\t    3.88\n" +
        "  --tied:     \t              0\t     0.00%\t    0.00\n";

    [Fact]
    public void Text_of_a_model_with_tied_weights_is_TextBrewers()
    {
        using nn.Module model = TiedModel();
        LiveTensors.Unchanged(() =>
        {
            Assert.Equal(Tied, DisplayParameters.Text(model));
            Assert.Equal(TiedAtLevel1, DisplayParameters.Text(model, 1));
        });
    }

    [Fact]
    public void Text_does_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture, other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator) = (",", ".");
        using nn.Module model = TiedModel();
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(Tied, DisplayParameters.Text(model));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Tree_counts_one_storage_once_and_buffers_with_their_own_bytes()
    {
        using nn.Module model = nn.Sequential(
            ("norm", nn.BatchNorm1d(8)),
            ("half", nn.Linear(4, 2, dtype: ScalarType.BFloat16)),
            ("tied", TiedModel()));
        ParameterNode root = DisplayParameters.Tree(model);
        Assert.Equal(("model", "model"), (root.Name, root.FullName));
        Assert.Equal(["norm", "half", "tied"], root.Children.Select(c => c.Name));
        // four tensors in float32, a count in int64
        Assert.Equal(((4 * 8) + 1, (4 * 8 * 4) + 8), (root.Children[0].Parameters, root.Children[0].Bytes));
        Assert.Equal((10, 20), (root.Children[1].Parameters, root.Children[1].Bytes));
        Assert.Equal("tied.tied.weight(shared)", root.Children[2].Children[2].Children[0].FullName);
        Assert.Equal(root.Children.Sum(c => c.Parameters), root.Parameters);
        Assert.Equal(root.Children.Sum(c => c.Bytes), root.Bytes);
    }

    [Fact]
    public void Text_of_a_model_without_tensors_is_its_line_of_zeros()
    {
        using nn.Module model = nn.ReLU();
        Assert.EndsWith(
            "--model:\t              0\t     0.00%\t    0.00\n",
            DisplayParameters.Text(model).Replace(" \t", "\t", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => DisplayParameters.Text(model, -1));
    }

    // One weight is the other transposed: another shape over the same storage.
    private static Sequential TiedModel()
    {
        Linear tied = nn.Linear(512, 64, hasBias: false);
        Embedding embedding = nn.Embedding(512, 64);
        tied.weight = new Parameter(embedding.weight!.detach().t());
        return nn.Sequential(("embedding", embedding), ("middle", nn.Sequential(nn.Linear(1024, 992, hasBias: false))), ("tied", tied));
    }
}
