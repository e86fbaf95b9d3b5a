using System.Globalization;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TextBrewer.Reports.Pages;
using TextBrewer.Testing;

namespace TextBrewer.Reports.Tests;

/// <summary>The page of a run that was written by hand.</summary>
public sealed class ReportPageTests
{
    [Fact]
    public void Page_is_well_formed_and_has_every_part()
    {
        using WrittenRun run = new();
        IHtmlDocument page = Page(run);
        foreach (string id in new[] {
            "models",
            "versions",
            "ablation",
            "training",
            "confusion",
            "calibration",
            "differences",
            "parity",
            "recipe",
            "surroundings" })
            Assert.NotNull(page.GetElementById(id));
        Assert.Distinct(page.QuerySelectorAll("[id]").Select(e => e.Id));
        IElement[] drawings = [.. page.QuerySelectorAll("svg[role=img]")];
        Assert.NotEmpty(drawings);
        foreach (IElement drawing in drawings)
        {
            string?[] told = [
                drawing.QuerySelector("title")?.TextContent,
                drawing.QuerySelector("desc")?.TextContent,
                drawing.GetAttribute("aria-label")];
            Assert.DoesNotContain(told, string.IsNullOrWhiteSpace);
        }
    }

    [Fact]
    public void Head_says_by_which_method_the_run_was_made()
    {
        using WrittenRun run = new();
        Assert.DoesNotContain("Method", Text(Page(run).QuerySelector("header")!), StringComparison.Ordinal);
        JsonObject facts = JsonNode.Parse(File.ReadAllText(run["run.json"]))!.AsObject();
        facts["method"] = new JsonObject { ["name"] = "tinybert", ["meaning"] = "TinyBERT <Jiao & others>: embeddings" };
        File.WriteAllText(run["run.json"], facts.ToJsonString());
        string head = Text(Page(run).QuerySelector("header")!);
        Assert.Contains("Method tinybert: TinyBERT <Jiao & others>: embeddings. The recipe below", head, StringComparison.Ordinal);
        Assert.DoesNotContain("<Jiao", ReportPage.Render(run.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_shows_the_numbers_of_the_result()
    {
        using WrittenRun run = new();
        IHtmlDocument page = Page(run);
        Assert.Equal(["91.27 %", "–", "109,483,778", "437.94 MB", "41.34 ms"], Cells("teacher"));
        Assert.Equal(["90.42 %", "95.53 %", "45,686,018", "182.74 MB", "11.25 ms"], Cells("student"));
        Assert.Equal(["90.41 %", "94.87 %", "–", "46.20 MB", "3.51 ms"], Cells("student_onnx_int8"));
        Assert.Equal(8 - 1, page.QuerySelectorAll("#versions [data-version]").Length);
        Assert.Contains("compressed 2.40 ×", Text(page.GetElementById("models")!), StringComparison.Ordinal);
        Assert.Contains("−3.23", Text(page.GetElementById("ablation")!), StringComparison.Ordinal);
        Assert.Contains("812.5 s (13 min 32 s)", Text(page.GetElementById("surroundings")!), StringComparison.Ordinal);

        IEnumerable<string> Cells(string version) => page.QuerySelectorAll($"#versions [data-version={version}] td").Select(Text);
    }

    [Theory]
    [InlineData(0.9066, "student_onnx_int8")] // int8 keeps 99 %: it is the fastest
    [InlineData(0.88, "student_onnx_fp32")] // it does not, and float32 is faster than the student
    public void Winner_is_the_fastest_that_keeps_the_quality(double int8, string winner)
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        result["student_onnx_int8"]!["dev"]!["accuracy"] = int8;
        result["student_onnx_fp32"]!["dev"]!["accuracy"] = 0.9066;
        run.Write("result.json", result.ToJsonString());
        Assert.Equal([winner], Page(run).QuerySelectorAll("#versions .wins").Select(row => row.GetAttribute("data-version")));
    }

    // 1 / perplexity is the quality: 10.05 keeps 99 % of 10, 10.5 does not.
    [Theory]
    [InlineData(10.05, "student_onnx_int8")]
    [InlineData(9, "student_onnx_int8")]
    [InlineData(10.5, "student_onnx_fp32")]
    public void Winner_by_perplexity_is_the_fastest_that_is_not_much_above_the_teacher(double int8, string winner)
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        result.Remove("ablation");
        foreach ((string version, double perplexity) in ((string, double)[])
            [("teacher", 10), ("student", 10.02), ("student_onnx_fp32", 10.02), ("student_onnx_int8", int8), ("baseline", 14)])
            result[version]!["dev"] = new JsonObject { ["perplexity"] = perplexity, ["accuracy"] = 0.5 };
        run.Write("result.json", result.ToJsonString());
        IHtmlDocument page = Page(run);
        Assert.Equal([winner], page.QuerySelectorAll("#versions .wins").Select(row => row.GetAttribute("data-version")));
        Assert.Contains("10.0200", Text(page.GetElementById("versions")!), StringComparison.Ordinal);
    }

    [Fact]
    public void Version_whose_metric_is_no_number_wins_nothing()
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        foreach (string version in (string[])["student", "student_onnx_fp32", "student_onnx_int8", "baseline"])
            if (result[version] is { } written) written["dev"]!["accuracy"] = "NaN";
        result.Remove("ablation");
        run.Write("result.json", result.ToJsonString());
        Assert.Empty(Page(run).QuerySelectorAll("#versions .wins"));
    }

    [Fact]
    public void Where_no_version_keeps_the_quality_the_best_one_wins()
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        result["teacher"]!["dev"]!["accuracy"] = 0.99; // student and float32 are equally good, and float32 is faster
        run.Write("result.json", result.ToJsonString());
        Assert.Equal(["student_onnx_fp32"], Page(run).QuerySelectorAll("#versions .wins").Select(row => row.GetAttribute("data-version")));
    }

    [Theory]
    [InlineData("below_floor", "student_onnx_fp32")]
    [InlineData("half", "student_onnx_fp32")]
    [InlineData("all", null)]
    public void Version_below_the_floor_wins_nothing(string how, string? winner)
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        foreach (string version in (string[])["student", "student_onnx_fp32", "student_onnx_int8", "baseline"])
        {
            if (version != "student_onnx_int8" && how != "all") continue;
            if (how == "half") result[version]!["dev"]!["accuracy"] = 0.45; // a run of before, which has not written it down
            else result[version]!["below_floor"] = "it answers '<b>' to every example";
        }
        if (how != "half") result["student_onnx_int8"]!["dev"]!["accuracy"] = 0.99; // it would win
        result.Remove("ablation");
        run.Write("result.json", result.ToJsonString());
        IHtmlDocument page = Page(run);
        string[] winners = winner is null ? [] : [winner];
        Assert.Equal(winners, page.QuerySelectorAll("#versions .wins").Select(row => row.GetAttribute("data-version")));
        string said = Text(page.GetElementById("versions")!);
        Assert.Equal(how != "half", said.Contains("below the floor: it answers '<b>' to every example", StringComparison.Ordinal));
        Assert.Equal(how == "all", said.Contains("No version is above the floor", StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_have_their_interval_and_differences_say_whether_versions_are_told_apart()
    {
        using WrittenRun run = new();
        Assert.DoesNotContain("±", Text(Page(run).GetElementById("versions")!), StringComparison.Ordinal);
        JsonObject result = WrittenRun.Result();
        result["student"]!["uncertainty"] = Apart(0.8855, 0.9229);
        result["differences"] = new JsonArray(
            Difference("student", "teacher", -0.0202, 0.0031),
            Difference("student", "baseline", 0.01, 0.05));
        run.Write("result.json", result.ToJsonString());
        IHtmlDocument page = Page(run);
        string student = Text(page.QuerySelector("#versions [data-version=student] td")!);
        Assert.Equal("90.42 % ± 1.87", student);
        Assert.Contains("over 9,815 examples", Text(page.GetElementById("versions")!), StringComparison.Ordinal);
        string[][] rows = [.. page.QuerySelectorAll("#apart tbody tr").Select(row => row.Children.Select(Text).ToArray())];
        Assert.Equal(
            [
                ["student", "teacher", "accuracy, points", "−0.85", "−2.02 to +0.31", "no"],
                ["student", "baseline", "accuracy, points", "+3.23", "+1.00 to +5.00", "yes"],
            ],
            rows);

        static JsonObject Apart(double low, double high) => new()
        {
            ["examples"] = 9815,
            ["intervals"] = new JsonObject { ["accuracy"] = new JsonObject { ["low"] = low, ["high"] = high } },
        };

        static JsonObject Difference(string version, string against, double low, double high) => new()
        {
            ["version"] = version,
            ["against"] = against,
            ["dev"] = Apart(low, high),
        };
    }

    [Theory]
    [InlineData(null, "11.78 × faster, each as the run computed it")]
    [InlineData(7.02, "2.00 × faster, both as ONNX")]
    [InlineData(1.755, "2.00 × slower, both as ONNX")]
    public void Speed_is_of_like_and_like_where_the_teacher_was_measured_as_onnx(double? onnx, string said)
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        result["student_onnx_int8"]!["dev"]!["accuracy"] = 0.9066; // the winner, which the head is about
        if (onnx is double time) result["teacher"]!["latency_ms"]!["onnx_p50"] = time;
        run.Write("result.json", result.ToJsonString());
        IHtmlDocument page = Page(run);
        Assert.Contains(said, page.QuerySelectorAll(".card").Select(card => string.Join(' ', card.Children.Select(Text))));
        string teacher = Text(page.QuerySelector("#versions [data-version=teacher]")!);
        Assert.Equal(onnx is not null, teacher.Contains("as ONNX", StringComparison.Ordinal));
    }

    [Fact]
    public void Drawing_of_speed_has_times_as_onnx_alone_where_the_teacher_has_one()
    {
        using WrittenRun run = new();
        Assert.Equal(["teacher: 91.27 %, 41.34 ms, 437.94 MB", "baseline: 87.19 %, 11.31 ms, 182.74 MB"], Marks("teacher", "baseline"));

        JsonObject result = WrittenRun.Result();
        result["teacher"]!["latency_ms"]!["onnx_p50"] = 21.5;
        run.Write("result.json", result.ToJsonString());
        Assert.Equal(
            [
                "teacher as ONNX: 91.27 %, 21.50 ms, 437.94 MB", "student, ONNX float32: 90.42 %, 8.75 ms, 182.79 MB",
                "student, ONNX int8: 90.41 %, 3.51 ms, 46.20 MB",
            ],
            Marks(""));

        string[] Marks(params string[] of) => [.. Page(run).QuerySelectorAll("#versions svg circle.mark > title").Select(Text)
            .Where(mark => of.Any(start => mark.StartsWith(start, StringComparison.Ordinal)))];
    }

    [Theory]
    [InlineData("teacher")]
    [InlineData("student")]
    public void No_share_of_the_teachers_metric_is_in_the_head_where_one_of_both_is_below_the_floor(string version)
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        foreach (string other in (string[])["student_onnx_fp32", "student_onnx_int8", "baseline", "ablation"]) result.Remove(other);
        Assert.Contains("of the teacher’s accuracy", Said(), StringComparison.Ordinal);
        result[version]!["below_floor"] = "it answers 'neutral' to every example";
        Assert.DoesNotContain("of the teacher’s accuracy", Said(), StringComparison.Ordinal);
        Assert.Contains("smaller", Said(), StringComparison.Ordinal);

        string Said()
        {
            run.Write("result.json", result.ToJsonString());
            return string.Join(' ', Page(run).QuerySelectorAll(".card").Select(Text));
        }
    }

    [Fact]
    public void Teacher_of_a_quickstart_stands_in_the_curves_with_what_the_dev_data_say_of_it()
    {
        using WrittenRun run = new();
        using TemporaryFolder around = new();
        Directory.Move(run.Folder, around["student"]);
        File.WriteAllText(around["seed.json"], """{ "seed": 0 }""");
        JsonObject result = WrittenRun.Result();
        result["teacher"]!["dev"]!["accuracy"] = 0.5; // on the test sentences
        File.WriteAllText(around["result.json"], result.ToJsonString());
        IHtmlDocument page = HtmlPage.Parse(ReportPage.Render(around.Path));
        string drawing = page.QuerySelector("#training svg desc")!.TextContent.Replace('\u00A0', ' ');
        Assert.EndsWith("teacher: 91.27 %.", drawing, StringComparison.Ordinal);
        Assert.Contains("50.00 %", Text(page.QuerySelector("#versions [data-version=teacher]")!), StringComparison.Ordinal);
    }

    [Fact]
    public void Curves_of_several_seeds_are_their_mean_and_what_they_lie_between()
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        double[][] dev = [[0.5, 0.75], [0.75, 1.0], [0, 0]];
        result["seeds"] = new JsonArray([.. dev.Select((_, seed) => new JsonObject
        {
            ["seed"] = seed,
            ["folder"] = $"seed-{seed}",
            ["status"] = seed < 2 ? "completed" : "diverged", // whose curves are in no mean
            ["dev"] = new JsonObject(),
        })]);
        run.Write("result.json", result.ToJsonString());
        foreach ((int seed, double[] values) in dev.Index())
        {
            // The second seed was stopped earlier than the first.
            IEnumerable<string> losses = Enumerable.Range(0, seed == 1 ? 20 : 30).Select(
                step => $$"""{"step": {{step}}, "scalar/total_loss": {{seed + 2}}}""");
            IEnumerable<string> evaluations = values.Select(
                (value, i) => string.Create(CultureInfo.InvariantCulture, $$"""{"step": {{(10 * i) + 9}}, "dev/accuracy": {{value}}}"""));
            run.Write($"seed-{seed}/metrics.jsonl", string.Join('\n', losses.Concat(evaluations)) + "\n");
        }
        IElement training = Page(run).GetElementById("training")!;
        Assert.Contains("from the least to the most of the seeds", Text(training), StringComparison.Ordinal);
        IElement[] drawings = [.. training.QuerySelectorAll("svg")];
        Assert.Equal(
            ["student: 87.50 % at step 20; teacher: 91.27 %.", "From 2.5 at step 1 to 2.5 at step 20."],
            drawings.Select(drawing => drawing.QuerySelector("desc")!.TextContent.Replace('\u00A0', ' ')));

        // The band's upper edge, then the lower one back: 50 to 75 %, 75 to 100 %; the axis goes from 50 to 100.
        (double X, double Y)[] band = Points(drawings[0].QuerySelector("polygon.band")!);
        (double X, double Y)[] line = Points(drawings[0].QuerySelector("polyline.line")!);
        Assert.Equal([line[0].X, line[1].X, line[1].X, line[0].X], band.Select(point => point.X));
        double quarter = (band[3].Y - band[1].Y) / 2;
        Assert.Equal([band[3].Y - quarter, band[3].Y - (2 * quarter), band[3].Y - quarter, band[3].Y], band.Select(p => p.Y), Near);
        Assert.Equal([band[3].Y - (quarter / 2), band[3].Y - (1.5 * quarter)], line.Select(p => p.Y), Near);

        static bool Near(double one, double other) => Math.Abs(one - other) < 0.1;

        static (double X, double Y)[] Points(IElement drawn) => [.. drawn.GetAttribute("points")!.Split(' ')
            .Select(point => point.Split(','))
            .Select(point => (double.Parse(point[0], CultureInfo.InvariantCulture), double.Parse(point[1], CultureInfo.InvariantCulture)))];
    }

    [Fact]
    public void Agreement_of_taggers_is_said_to_be_of_entities()
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        result["agreement_over"] = "entities";
        run.Write("result.json", result.ToJsonString());
        IHtmlDocument page = Page(run);
        Assert.Contains("of the entities found by both", Text(page.QuerySelector(".cards")!), StringComparison.Ordinal);
        Assert.Contains("Agreement is of the entities", Text(page.GetElementById("versions")!), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_data_is_shown_and_never_markup()
    {
        using WrittenRun run = new();
        run.Write("recipe.json", WrittenRun.Script + "\u0000");
        string html = ReportPage.Render(run.Folder);
        IHtmlDocument page = new HtmlParser().ParseDocument(html);
        Assert.Single(page.Scripts);
        Assert.Contains(
            page.QuerySelectorAll("#differences .text"),
            cell => cell.TextContent.Contains(WrittenRun.Script, StringComparison.Ordinal));
        Assert.Contains(WrittenRun.Script, page.QuerySelector("#recipe pre")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("classifier.<weight>", Text(page.GetElementById("parity")!), StringComparison.Ordinal);
        Assert.Contains("天気がいいから", html, StringComparison.Ordinal); // letters stay letters
        Assert.DoesNotContain("\u0000", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_asks_nothing_of_any_other_place()
    {
        using WrittenRun run = new();
        IHtmlDocument page = Page(run);
        Assert.Empty(
            page.QuerySelectorAll(
                "link, img, iframe, object, embed, base, [src], [href]:not([href^=\"#\"]), [style], [onclick], [onload]"));
        string own = string.Concat(page.QuerySelectorAll("style, script").Select(e => e.TextContent));
        Assert.DoesNotContain("url(", own, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", own, StringComparison.Ordinal);
        Assert.DoesNotContain("http", own, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"), StringComparison.Ordinal);
    }

    [Fact]
    public void Same_folder_gives_the_same_bytes_in_every_culture()
    {
        using WrittenRun run = new();
        string first = ReportPage.Render(run.Folder);
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE") { NumberFormat = { NegativeSign = "~" } };
            Assert.Equal(first, ReportPage.Render(run.Folder));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Confusion_counts_what_the_predictions_say()
    {
        using WrittenRun run = new();
        IElement[] rows = [.. Page(run).QuerySelectorAll("[data-confusion=student] tbody tr")];
        // Of 200 examples 66 are of the first label, and the student is wrong on 6 of them: 30, 60, …, 180.
        Assert.Equal(["60", "6", "0"], rows[0].QuerySelectorAll("td").Select(Text));
        Assert.Equal(200, rows.Sum(row => row.QuerySelectorAll("td").Sum(cell => int.Parse(Text(cell), CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Many_labels_are_shown_as_the_pairs_that_are_confused_most()
    {
        using WrittenRun run = new();
        run.WritePredictions(Enumerable.Range(0, 60)
            .Select(i => ("t", (string?)$"label {i % 20}", new[] { ("student", $"label {(i < 5 ? 7 : i % 20)}", 0.5) })));
        IElement section = Page(run).GetElementById("confusion")!;
        Assert.Empty(section.QuerySelectorAll("[data-confusion]"));
        Assert.Equal(5, section.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public void Calibration_error_is_the_mean_distance_of_confidence_and_accuracy()
    {
        using WrittenRun run = new();
        // Two bins: 0.95 of which 1 of 2 is right, 0.55 of which 2 of 2 are: (2 · 0.45 + 2 · 0.45) / 4.
        (double Confidence, bool Right)[] decisions = [(0.95, true), (0.95, false), (0.55, true), (0.55, true)];
        run.WritePredictions(
            decisions.Select(d => ("t", (string?)"neutral", new[] { ("student", d.Right ? "neutral" : "entailment", d.Confidence) })));
        Assert.Equal("student: error 45.00 %", Text(Page(run).QuerySelector("[data-calibration=student] figcaption")!));
    }

    [Fact]
    public void Differences_are_counted_judged_and_bounded()
    {
        using WrittenRun run = new();
        IElement section = Page(run).GetElementById("differences")!;
        // Of 200: 20 on which the student alone is wrong and 13 on which the teacher is, less twice the 6 on which both say the same wrong
        // label.
        Assert.Contains(
            "They differ on 21 of 200 examples (10.50 %). Of these the teacher is right on 14, the student on 7, neither on 0.",
            Text(section),
            StringComparison.Ordinal);
        Assert.Equal(21, section.QuerySelectorAll("tbody tr").Length);

        run.WritePredictions(Enumerable.Range(1, 300).Select(_ => ("t", (string?)null, Differ)));
        Assert.Equal(50, Page(run).QuerySelectorAll("#differences tbody tr").Length);
    }

    [Fact]
    public void Long_text_is_cut_between_characters()
    {
        using WrittenRun run = new();
        string faces = string.Concat(Enumerable.Repeat("😀", 300)); // 600 UTF-16 units
        run.WritePredictions([("a" + faces, null, Differ)]);
        string shown = Page(run).QuerySelector("#differences .text")!.TextContent;
        Assert.Equal("a" + string.Concat(Enumerable.Repeat("😀", 199)) + "…", shown);
    }

    [Theory]
    [InlineData("result.json", "is not complete")]
    [InlineData("run.json", "Quality against size and speed")]
    [InlineData("predictions.jsonl", "Training")]
    [InlineData("metrics.jsonl", "Calibration")]
    [InlineData("recipe.json", "Calibration")]
    public void Run_that_lacks_a_file_gets_a_page_without_its_parts(string file, string says)
    {
        using WrittenRun run = new();
        File.Delete(run[file]);
        Assert.Contains(says, Text(Page(run).Body!), StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_run_gets_a_page_that_says_so()
    {
        using WrittenRun run = new();
        File.Delete(run["predictions.jsonl"]);
        run.Write("result.json", """{"format":1,"status":"stopped","steps":1234,"seconds":10,"seed":0}""");
        File.AppendAllText(run["metrics.jsonl"], "{\"step\":600,\"scal"); // cut off by a kill
        IHtmlDocument page = Page(run);
        Assert.Contains("It was stopped at step 1,234.", Text(page.QuerySelector(".banner")!), StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("#training svg"));
        Assert.Null(page.GetElementById("versions"));
    }

    [Fact]
    public void Numbers_that_are_none_do_not_spoil_the_page()
    {
        using WrittenRun run = new();
        JsonObject result = WrittenRun.Result();
        result["student"]!["dev"]!["accuracy"] = "NaN";
        run.Write("result.json", result.ToJsonString());
        const string student = """{"decision":"neutral","confidence":"NaN","right":true}""";
        const string teacher = """{"decision":"entailment","confidence":0.5,"right":false}""";
        run.Write("predictions.jsonl", $$$"""
            {"format":1,"example":1,"text":"t","gold":"neutral","versions":{"student":{{{student}}},"teacher":{{{teacher}}}}}
            """);
        run.Write("metrics.jsonl", """{"step":0,"scalar/total_loss":null}""" + "\n" + """{"step":1,"scalar/total_loss":0.5}""" + "\n");
        string html = ReportPage.Render(run.Folder);
        Assert.DoesNotContain("\"NaN\"", html, StringComparison.Ordinal); // no drawing has such a place
        Assert.DoesNotContain("∞", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_without_a_run_is_an_error_that_names_the_run_inside()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "holds no run",
            Assert.Throws<InvalidDataException>(() => ReportPage.Render(folder.Path)).Message,
            StringComparison.Ordinal);
        Directory.CreateDirectory(folder["student"]);
        File.WriteAllText(folder["student", "recipe.json"], "{}");
        Assert.Contains(
            folder["student"],
            Assert.Throws<InvalidDataException>(() => ReportPage.Render(folder.Path)).Message,
            StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => ReportPage.Render(folder["nowhere"]));
    }

    [Theory]
    [InlineData("predictions.jsonl", "{\"format\":2,\"example\":1,\"versions\":{}}", "format 2")]
    [InlineData("predictions.jsonl", "{\"format\":1,\"exam", "line 1")]
    [InlineData("run.json", "[]", "run.json")]
    [InlineData("result.json", "{\"status\":", "result.json")]
    public void File_that_no_run_writes_is_refused_by_name(string file, string text, string says)
    {
        using WrittenRun run = new();
        run.Write(file, text);
        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => ReportPage.Render(run.Folder)).Message, StringComparison.Ordinal);
    }

    private static (string, string, double)[] Differ => [("student", "a", 0.5), ("teacher", "b", 0.9)];

    private static IHtmlDocument Page(WrittenRun run) => HtmlPage.Parse(ReportPage.Render(run.Folder));

    private static string Text(IElement element) => HtmlPage.Text(element);
}
