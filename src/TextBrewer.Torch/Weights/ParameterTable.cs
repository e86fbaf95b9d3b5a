using System.Globalization;
using System.Text;

namespace TextBrewer.Torch.Weights;

/// <summary>Writes a tree of parameters as TextBrewer does, which is as Python formats numbers.</summary>
internal sealed class ParameterTable(int maxLevel)
{
    private const string Indent = "  ";
    private const string Dashes = "--";

    internal string Text(ParameterNode root)
    {
        int width = Width(root, 0) + 1;
        StringBuilder text = new();
        text.Append('\n').Append("LAYER NAME".PadRight(width)).Append("\t        #PARAMS\t     RATIO\t MEM(MB)\n");
        Write(text, root, 0, width, root.Parameters);
        return text.ToString();
    }

    private void Write(StringBuilder text, ParameterNode node, int level, int width, long total)
    {
        string name = string.Concat(Enumerable.Repeat(Indent, level)) + Dashes + node.Name;
        // A module with one child has that child's numbers: they stand there only.
        if (level < maxLevel && node.Children.Count == 1) text.Append(name.PadRight(width)).Append('\n');
        else text.Append((name + ":").PadRight(width)).Append(Numbers(node, total)).Append('\n');
        if (level == maxLevel) return;
        foreach (ParameterNode child in node.Children) Write(text, child, level + 1, width, total);
    }

    private static string Numbers(ParameterNode node, long total)
    {
        string count = node.Parameters.ToString("N0", CultureInfo.InvariantCulture);
        string share = TwoDecimals(total == 0 ? 0 : (double)node.Parameters / total * 100) + "%";
        string mebibytes = TwoDecimals((double)node.Bytes / 1024 / 1024);
        return $"\t{count,15}\t{share,10}\t{mebibytes,8}";
    }

    private int Width(ParameterNode node, int level)
    {
        int own = node.Name.Length + Dashes.Length + (level * Indent.Length);
        return level >= maxLevel ? own : node.Children.Select(child => Width(child, level + 1)).Append(own).Max();
    }

    // Ties, which are common among mebibytes (0.125), go to the even digit, as in Python.
    private static string TwoDecimals(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
