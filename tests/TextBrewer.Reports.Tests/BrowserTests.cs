namespace TextBrewer.Reports.Tests;

/// <summary>
/// The page in a real browser, on a telephone and on a screen, light and dark. <c>TEXTBREWER_PICTURES</c> names a folder for what is to be
/// looked at.
/// </summary>
public sealed class BrowserTests
{
    [Theory]
    [InlineData(390, false)]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    public async Task Page_fits_the_screen_in_its_theme_and_neither_complains_nor_asks_for_anything(int width, bool dark)
    {
        using WrittenRun run = new();
        string path = run.WritePage();
        await using Chromium browser = await Chromium.Start();
        await browser.Open(path, width, dark);

        // On a telephone a page that is too wide makes the screen wider; elsewhere it scrolls.
        Assert.Equal(
            FormattableString.Invariant($"{width} 0"),
            await browser.Evaluate("`${innerWidth} ${document.documentElement.scrollWidth - document.documentElement.clientWidth}`"));
        string light = await browser.Evaluate(Background);
        Assert.Equal(dark ? "rgb(15, 19, 23)" : "rgb(246, 247, 249)", light);
        Assert.Equal("0", await browser.Evaluate("[...document.querySelectorAll('svg[role=img]')].filter(s => "
            + "s.getBoundingClientRect().width < 200 || s.getBoundingClientRect().height < 100).length"));
        if (Environment.GetEnvironmentVariable("TEXTBREWER_PICTURES") is { Length: > 0 } pictures) await browser.Picture(
            pictures,
            $"{width}-{(dark ? "dark" : "light")}",
            width);

        await browser.Evaluate("document.getElementById('theme').click()");
        Assert.Equal(dark ? "rgb(246, 247, 249)" : "rgb(15, 19, 23)", await browser.Evaluate(Background));
        Assert.Equal([new Uri(path).AbsoluteUri], browser.Requests.Where(request => request != "about:blank"));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Script_that_came_in_by_the_data_does_not_run_even_as_markup()
    {
        using WrittenRun run = new();
        string path = run.WritePage();
        // As if an escape had been forgotten.
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace(
            "</main>",
            "</main><script>document.title = 'changed'</script><img src='http://127.0.0.1:9/x.png'>",
            StringComparison.Ordinal));
        await using Chromium browser = await Chromium.Start();
        await browser.Open(path, 1280, dark: false);
        Assert.NotEqual("changed", await browser.Evaluate("document.title"));
        Assert.Contains(browser.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private const string Background = "getComputedStyle(document.documentElement).backgroundColor";
}
