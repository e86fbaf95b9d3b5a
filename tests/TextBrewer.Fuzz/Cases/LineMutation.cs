using System.Text;

namespace TextBrewer.Fuzz.Cases;

/// <summary>Damages text line by line, and cell by cell.</summary>
internal static class LineMutation
{
    internal static byte[] Of(byte[] bytes, Random random, IReadOnlyList<string> words)
    {
        List<string> lines = [.. Encoding.Latin1.GetString(bytes).Split('\n')];
        int at = random.Next(lines.Count), other = random.Next(lines.Count);
        string odd = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(OddValues.Text(random, words)));
        switch (random.Next(9))
        {
            case 0: lines.RemoveAt(at); break;
            case 1: lines.Insert(other, lines[at]); break;
            case 2: (lines[at], lines[other]) = (lines[other], lines[at]); break;
            case 3: lines.Insert(at, odd); break;
            case 4: lines[at] = odd; break;
            case 5: lines[at] += odd; break;
            case 6: lines[at] = Cell(lines[at], random, odd); break;
            case 7: lines[at] = ""; break;
            default: return Encoding.Latin1.GetBytes(string.Join(random.Next(2) == 0 ? "\r\n" : "\r", lines));
        }
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private static string Cell(string line, Random random, string odd)
    {
        char separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : line.Contains(',', StringComparison.Ordinal) ? ',' : ' ';
        List<string> cells = [.. line.Split(separator)];
        int at = random.Next(cells.Count);
        switch (random.Next(4))
        {
            case 0: cells.RemoveAt(at); break;
            case 1: cells.Insert(at, cells[at]); break;
            case 2: cells[at] = ""; break;
            default: cells[at] = odd; break;
        }
        return string.Join(separator, cells);
    }
}
