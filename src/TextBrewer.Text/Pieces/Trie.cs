namespace TextBrewer.Text.Pieces;

/// <summary>Finds all tokens that a text begins with: a tree of characters, its steps in one table.</summary>
internal sealed class Trie
{
    private const int None = -1;

    // A step is a node and a character; 0 is no step, for no step leads to the root.
    private ulong[] _steps = new ulong[1024];
    private int[] _nodes = new int[1024];
    private readonly List<int> _ids = [None];
    private int _count;

    internal void Add(ReadOnlySpan<char> token, int id)
    {
        int node = 0;
        foreach (char unit in token)
        {
            int place = Place(node, unit);
            if (_steps[place] == 0)
            {
                if (2 * ++_count > _steps.Length)
                {
                    Grow();
                    place = Place(node, unit);
                }
                (_steps[place], _nodes[place]) = (Step(node, unit), _ids.Count);
                _ids.Add(None);
            }
            node = _nodes[place];
        }
        _ids[node] = id;
    }

    /// <summary>Goes on by a character from a node, the first of which is 0.</summary>
    /// <param name="node">The node; becomes the next one.</param>
    /// <param name="unit">The character.</param>
    /// <param name="id">The token that ends there; −1: none does.</param>
    /// <returns>False where no token goes on so.</returns>
    internal bool Next(ref int node, char unit, out int id)
    {
        int place = Place(node, unit);
        id = None;
        if (_steps[place] == 0) return false;
        node = _nodes[place];
        id = _ids[node];
        return true;
    }

    private static ulong Step(int node, char unit) => ((ulong)(uint)node << 16 | unit) + 1;

    /// <summary>Where a step stands, or would.</summary>
    private int Place(int node, char unit)
    {
        ulong step = Step(node, unit);
        int mask = _steps.Length - 1, place = (int)((step * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (_steps[place] != 0 && _steps[place] != step) place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        (ulong[] steps, int[] nodes) = (_steps, _nodes);
        (_steps, _nodes) = (new ulong[2 * steps.Length], new int[2 * nodes.Length]);
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] == 0) continue;
            ulong step = steps[i] - 1;
            int place = Place((int)(step >> 16), (char)step);
            (_steps[place], _nodes[place]) = (steps[i], nodes[i]);
        }
    }
}
