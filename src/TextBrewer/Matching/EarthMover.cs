using static System.FormattableString;

namespace TextBrewer.Matching;

/// <summary>
/// The cheapest way of moving the weights of the student's layers to the teacher's (the flow of the earth mover's distance; Li et al. 2020,
/// BERT-EMD).
/// The transportation simplex over whole units: weights are counted in units so small that rounding plays no part, and every layer has a
/// few extra, so chosen
/// that no part of the layers balances by itself. So a flow on the tree of used cells is never 0, each step makes the whole cheaper, no
/// tree comes twice, and the search ends.
/// </summary>
internal static class EarthMover
{
    private const long Units = 1L << 60;
    private const double Tolerance = 1e-11;

    /// <summary>The flow of least total cost Σ flow · cost, to 1e-11 of the largest cost.</summary>
    /// <param name="cost">(student layers, teacher layers): the cost of moving all weight from the one to the other.</param>
    /// <param name="student">The weights of the student's layers, 0 or more; taken as shares of their sum.</param>
    /// <param name="teacher">The weights of the teacher's layers, likewise.</param>
    /// <returns>
    /// (student layers, teacher layers): 0 or more; rows sum to the student's shares, columns to the teacher's, all to 1.
    /// </returns>
    /// <exception cref="ArgumentException">Sizes do not fit, a number is negative or not finite, or all weights of a side are
    /// 0.</exception>
    public static double[,] Flow(double[,] cost, IReadOnlyList<double> student, IReadOnlyList<double> teacher)
    {
        (int rows, int columns) = (student.Count, teacher.Count);
        if (cost.GetLength(0) != rows || cost.GetLength(1) != columns)
            throw new ArgumentException(
                $"The costs are {cost.GetLength(0)} × {cost.GetLength(1)}, the weights of {rows} student and {columns} teacher layers.",
                nameof(cost));
        double largest = 0;
        foreach (double value in cost)
            largest = double.IsFinite(value)
                ? Math.Max(largest, Math.Abs(value))
                : throw new ArgumentException(Invariant($"A cost is {value:R}; costs must be finite."), nameof(cost));

        // The extra: rows + 1 for each column, 1 for each row, and the first row makes up the balance. Taking a cell out of a tree cuts it
        // in two;
        // in the part without the first row, rows have fewer than rows + 1 extra and columns a multiple of it: the cell must carry the
        // difference.
        long extra = (long)columns * (rows + 1);
        long fineness = 2 * extra + 1; // So that rounding to it takes the extra off again.
        long[] supply = [.. Shares(student, Units / fineness, nameof(student)).Select(
            (share, i) => share * fineness + (i == 0 ? extra - (rows - 1) : 1))];
        long[] demand = [.. Shares(teacher, Units / fineness, nameof(teacher)).Select(share => share * fineness + rows + 1)];

        long[,] units = NorthWestCorner(supply, demand);
        while (true)
        {
            (int[] parents, double[] prices) = Tree(units, cost);
            if (Cheaper(cost, prices, Tolerance * largest) is not { } cell) break;
            Shift(units, Cycle(cell, parents, rows));
        }

        double[,] flow = new double[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                flow[i, j] = (units[i, j] + extra) / fineness / (double)(Units / fineness);
        return flow;
    }

    /// <summary>Weights as whole shares of a total; the largest takes what rounding leaves.</summary>
    private static long[] Shares(IReadOnlyList<double> weights, long total, string side)
    {
        double sum = weights.Sum();
        if (weights.Any(w => !double.IsFinite(w) || w < 0) || !double.IsFinite(sum) || sum <= 0)
        {
            string given = string.Join(", ", weights.Select(w => Invariant($"{w:R}")));
            throw new ArgumentException($"The weights ({given}) must be 0 or more and finite, one of them above 0.", side);
        }
        long[] shares = [.. weights.Select(w => (long)Math.Round(w / sum * total))];
        shares[Array.IndexOf(shares, shares.Max())] += total - shares.Sum();
        return shares;
    }

    /// <summary>A first flow: cell by cell from the first row and column, each as much as is left.</summary>
    private static long[,] NorthWestCorner(long[] supply, long[] demand)
    {
        long[,] units = new long[supply.Length, demand.Length];
        (long[] from, long[] to) = ([.. supply], [.. demand]);
        for ((int i, int j) = (0, 0); i < from.Length && j < to.Length;)
        {
            long moved = units[i, j] = Math.Min(from[i], to[j]);
            from[i] -= moved;
            to[j] -= moved;
            if (from[i] == 0) i++;
            else j++;
        }
        return units;
    }

    /// <summary>
    /// The tree that the used cells are, from the first row; nodes are the rows, then the columns. The prices of a used cell's row and
    /// column add up to its cost.
    /// </summary>
    private static (int[] Parents, double[] Prices) Tree(long[,] units, double[,] cost)
    {
        (int rows, int columns) = (units.GetLength(0), units.GetLength(1));
        int[] parents = [.. Enumerable.Repeat(-1, rows + columns)];
        double[] prices = new double[rows + columns];
        Queue<int> open = new([0]);
        while (open.TryDequeue(out int node))
        {
            (int first, int end) = node < rows ? (rows, rows + columns) : (0, rows);
            for (int other = first; other < end; other++)
            {
                (int row, int column) = Cell(node, other, rows);
                if (other == parents[node] || units[row, column] == 0) continue;
                (parents[other], prices[other]) = (node, cost[row, column] - prices[node]);
                open.Enqueue(other);
            }
        }
        return (parents, prices);
    }

    /// <summary>The unused cell that would make the whole cheaper by most, or null.</summary>
    private static (int Row, int Column)? Cheaper(double[,] cost, double[] prices, double tolerance)
    {
        (int Row, int Column)? best = null;
        double least = -tolerance;
        for (int i = 0; i < cost.GetLength(0); i++)
        {
            for (int j = 0; j < cost.GetLength(1); j++)
            {
                double difference = cost[i, j] - prices[i] - prices[cost.GetLength(0) + j];
                if (difference < least) (best, least) = ((i, j), difference);
            }
        }
        return best;
    }

    /// <summary>The cells of the cycle that a cell closes with the tree, in order, itself first.</summary>
    private static List<(int Row, int Column)> Cycle((int Row, int Column) cell, int[] parents, int rows)
    {
        List<int> up = Ancestors(rows + cell.Column);
        List<int> down = Ancestors(cell.Row);
        int meeting = up.First(down.Contains);
        int[] path = [.. up.TakeWhile(node => node != meeting), meeting, .. down.TakeWhile(node => node != meeting).Reverse()];
        return [cell, .. path.Zip(path.Skip(1), (a, b) => Cell(a, b, rows))];

        List<int> Ancestors(int node)
        {
            List<int> nodes = [];
            for (; node >= 0; node = parents[node]) nodes.Add(node);
            return nodes;
        }
    }

    /// <summary>The cell between two neighbouring nodes.</summary>
    private static (int Row, int Column) Cell(int a, int b, int rows) => (Math.Min(a, b), Math.Max(a, b) - rows);

    /// <summary>Moves as much as there is along a cycle that takes and gives in turn, beginning with a cell that gains.</summary>
    private static void Shift(long[,] units, List<(int Row, int Column)> cycle)
    {
        long moved = cycle.Where((_, k) => k % 2 == 1).Min(cell => units[cell.Row, cell.Column]);
        for (int k = 0; k < cycle.Count; k++) units[cycle[k].Row, cycle[k].Column] += k % 2 == 0 ? moved : -moved;
    }
}
