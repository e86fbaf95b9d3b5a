using TextBrewer.Testing;
using TextBrewer.Torch.Files;

namespace TextBrewer.Torch.Tests.Files;

/// <summary>Files and folders that are whole or not there.</summary>
public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_that_fails_half_way_leaves_the_old_file_and_nothing_else()
    {
        DurableFile.WriteText(_folder["a.txt"], "old");
        Assert.Throws<InvalidOperationException>(() => DurableFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], Names());
    }

    [Fact]
    public void Lines_that_fail_half_way_leave_the_old_file_and_nothing_else()
    {
        DurableFile.WriteLines(_folder["a.txt"], ["old", "天気"]);
        Assert.Throws<InvalidOperationException>(() => DurableFile.WriteLines(_folder["a.txt"], Failing()));
        Assert.Equal(["old", "天気"], File.ReadAllLines(_folder["a.txt"]));
        Assert.Equal(["a.txt"], Names());

        static IEnumerable<string> Failing()
        {
            yield return "new";
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void What_a_kill_left_behind_is_replaced()
    {
        File.WriteAllText(_folder["a.txt.writing"], "much longer than what is written now");
        DurableFile.WriteText(_folder["a.txt"], "new");
        Assert.Equal("new"u8, File.ReadAllBytes(_folder["a.txt"]));
        Assert.Equal(["a.txt"], Names());
    }

    [Fact]
    public void File_that_cannot_be_given_its_name_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_folder["a.txt"]);
        Assert.ThrowsAny<SystemException>(() => DurableFile.WriteText(_folder["a.txt"], "new"));
        Assert.Equal(["a.txt"], Names());
    }

    [Fact]
    public void Name_alone_stands_in_the_current_folder()
    {
        string name = $"{Path.GetRandomFileName()}.txt";
        DurableFile.WriteText(name, "new");
        Assert.Equal("new", File.ReadAllText(name));
        File.Delete(name);
    }

    [Fact]
    public void Folder_that_fails_half_way_leaves_the_old_one_and_nothing_else()
    {
        DurableFolder.Write(_folder["gs1"], files => files.Write("state.json", file => file.Write("old"u8)));
        Assert.Throws<InvalidOperationException>(() => DurableFolder.Write(_folder["gs1"], files =>
        {
            files.Write("state.json", file => file.Write("new"u8));
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(_folder["gs1", "state.json"]));
        Assert.Equal(["gs1"], Names());
    }

    [Fact]
    public void Folder_takes_the_place_of_the_old_one_and_of_what_a_kill_left_behind()
    {
        Directory.CreateDirectory(_folder["gs1"]);
        Directory.CreateDirectory(_folder["gs1.writing"]);
        File.WriteAllText(_folder["gs1", "old"], "");
        File.WriteAllText(_folder["gs1.writing", "left"], "");
        DurableFolder.Write(_folder["gs1"], files => files.Write("new", _ => { }));
        Assert.Equal(["manifest.json", "new"], Directory.GetFileSystemEntries(_folder["gs1"]).Select(Path.GetFileName).Order());
        Assert.Equal(["gs1"], Names());
    }

    private string[] Names() => [.. Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path))];
}
