using CsCheck;
using TextBrewer.Data;
using TextBrewer.Stores;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Stores;

/// <summary>A teacher's outputs on disk: what was kept comes back, whatever happened to the files.</summary>
public sealed class TeacherStoreTests
{
    private static readonly TeacherFingerprint Fingerprint = TeacherFingerprint.OfFiles([]);
    private static readonly TeacherStoreOptions Exact = new() { Precision = StorePrecision.Exact };

    [Fact]
    public void Store_opened_again_gives_back_every_bit_of_what_was_kept() => Gen.Int[1, 6].Array[1, 5].List[1, 4].Sample(batches =>
    {
        using TemporaryFolder folder = new();
        Example[][] examples = [.. batches.Select((lengths, i) => StoredBatch.Examples(i * 10, lengths))];
        Example[] all = [.. examples.SelectMany(e => e)];
        using (TeacherStore store = TeacherStore.Open(folder.Path, Fingerprint, Exact with { ChunkBytes = 300 }))
        {
            foreach (Example[] batch in examples) StoredBatch.Keep(store, batch);
            Assert.Equal(all, StoredBatch.Read(store, all));
        }
        using TeacherStore again = TeacherStore.Open(folder.Path, Fingerprint, Exact);
        Assert.Equal(all.Length, again.Count);
        Assert.Equal(all, StoredBatch.Read(again, all));
        Assert.Equal(all, StoredBatch.Read(again, all)); // small outputs stay in memory
    }, iter: 30);

    [Fact]
    public void Nothing_is_written_before_there_is_something_to_keep()
    {
        using TemporaryFolder folder = new();
        using (TeacherStore.Open(folder["store"], Fingerprint)) Assert.False(Directory.Exists(folder["store"]));
        Assert.False(Directory.Exists(folder["store"]));
    }

    [Fact]
    public void Chunk_cut_at_any_byte_gives_what_is_whole_without_a_warning()
    {
        using TemporaryFolder folder = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1, 3);
        string chunk = Kept(folder, examples);
        byte[] bytes = File.ReadAllBytes(chunk);
        int last = -1;
        for (int length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(chunk, bytes[..length]);
            HeardLogger heard = new();
            using TeacherStore store = TeacherStore.Open(folder.Path, Fingerprint, Exact with { Logger = heard });
            int whole = StoredBatch.Read(store, examples).Length;
            Assert.True(whole >= last, $"{length} bytes hold {whole} examples, and fewer hold {last}");
            Assert.Empty(heard.Warnings);
            last = whole;
        }
        Assert.Equal(3, last);
    }

    [Fact]
    public void Flipped_bit_costs_one_example_at_most_and_is_told_once()
    {
        using TemporaryFolder folder = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1, 3, 2);
        string chunk = Kept(folder, examples);
        byte[] bytes = File.ReadAllBytes(chunk);
        int layout = bytes.AsSpan(ChunkFile.HeaderSize + 4).IndexOf("TBR\u0001"u8) + 4; // the bytes before it are of the whole chunk
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(chunk, damaged);
            HeardLogger heard = new();
            using TeacherStore store = TeacherStore.Open(folder.Path, Fingerprint, Exact with { Logger = heard });
            int read = StoredBatch.Read(store, examples).Length;
            Assert.Equal(at < ChunkFile.HeaderSize + layout ? 0 : 3, read);
            string warning = Assert.Single(heard.Warnings);
            Assert.Contains(chunk, warning, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_was_damaged_is_kept_again_and_read_from_then_on()
    {
        using TemporaryFolder folder = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1, 3, 2);
        string chunk = Kept(folder, examples);
        byte[] bytes = File.ReadAllBytes(chunk);
        bytes[^1] ^= 1;
        File.WriteAllBytes(chunk, bytes);
        using (TeacherStore store = TeacherStore.Open(folder.Path, Fingerprint, Exact))
        {
            Assert.Equal(examples[..3], StoredBatch.Read(store, examples));
            StoredBatch.Keep(store, examples);
            Assert.Equal(examples, StoredBatch.Read(store, examples));
        }
        HeardLogger heard = new();
        using TeacherStore again = TeacherStore.Open(folder.Path, Fingerprint, Exact with { Logger = heard });
        Assert.Equal(examples, StoredBatch.Read(again, examples));
        Assert.Empty(heard.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("This is no store of anything, but it is long enough to hold the beginning of one.")]
    public void File_that_is_no_chunk_is_left_out(string text)
    {
        using TemporaryFolder folder = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1);
        string chunk = Kept(folder, examples);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(chunk)!, "notes.chunk"), text);
        HeardLogger heard = new();
        using TeacherStore store = TeacherStore.Open(folder.Path, Fingerprint, Exact with { Logger = heard });
        Assert.Equal(examples, StoredBatch.Read(store, examples));
        Assert.Equal(text.Length == 0 ? 0 : 1, heard.Warnings.Count);
    }

    [Fact]
    public void Chunk_that_vanishes_or_shrinks_while_it_is_open_costs_its_examples_alone()
    {
        using TemporaryFolder folder = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1, 3);
        string chunk = Kept(folder, examples);
        HeardLogger heard = new();
        using TeacherStore store = TeacherStore.Open(folder.Path, Fingerprint, Exact with { Logger = heard });
        using (FileStream file = new(chunk, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(100);
        Assert.Empty(StoredBatch.Read(store, examples));
        Assert.Single(heard.Warnings);
    }

    [Fact]
    public void Outputs_of_another_teacher_another_request_or_another_precision_are_never_read()
    {
        using TemporaryFolder folder = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1);
        string chunk = Kept(folder, examples);
        foreach ((TeacherFingerprint fingerprint, TeacherStoreOptions options) in new[]
        {
            (TeacherFingerprint.OfFiles(chunk), Exact),
            (Fingerprint.With("hidden 3"), Exact),
            (Fingerprint, new TeacherStoreOptions()),
        })
        {
            HeardLogger heard = new();
            using (TeacherStore other = TeacherStore.Open(folder.Path, fingerprint, options))
            {
                Assert.Empty(StoredBatch.Read(other, examples));
                StoredBatch.Keep(other, examples[..1]);
                File.Copy(chunk, Path.Combine(other.Folder, "copied.chunk"));
            }
            using TeacherStore again = TeacherStore.Open(folder.Path, fingerprint, options with { Logger = heard });
            Assert.Equal(1, again.Count);
            Assert.Single(heard.Warnings);
        }
    }

    [Fact]
    public void Two_stores_open_at_once_write_files_of_their_own_and_both_are_read_later()
    {
        using TemporaryFolder folder = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1, 3);
        using (TeacherStore first = TeacherStore.Open(folder.Path, Fingerprint, Exact),
            second = TeacherStore.Open(folder.Path, Fingerprint, Exact))
        {
            StoredBatch.Keep(first, examples[..2]);
            StoredBatch.Keep(second, examples[1..]);
            Assert.Equal(examples[..2], StoredBatch.Read(first, examples));
            Assert.Equal(examples[1..], StoredBatch.Read(second, examples));
            Assert.Equal(2, Directory.GetFiles(first.Folder, "*.chunk").Length);
        }
        using TeacherStore third = TeacherStore.Open(folder.Path, Fingerprint, Exact);
        Assert.Equal(examples, StoredBatch.Read(third, examples));
    }

    [Fact]
    public void Store_that_found_files_of_another_goes_on_writing_and_reading_its_own()
    {
        using TemporaryFolder folder = new();
        HeardLogger heard = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1, 3);
        using TeacherStore first = TeacherStore.Open(folder.Path, Fingerprint, Exact with { Logger = heard }),
            second = TeacherStore.Open(folder.Path, Fingerprint, Exact);
        StoredBatch.Keep(first, examples[..1]);
        StoredBatch.Keep(second, examples[1..2]);
        Assert.True(((ISignalStore)first).Look());
        StoredBatch.Keep(first, examples[2..]);
        Assert.Equal(examples, StoredBatch.Read(first, examples));
        Assert.Empty(heard.Warnings);
    }

    [Fact]
    public void Limit_ends_the_keeping_with_one_warning_and_what_was_kept_stays()
    {
        using TemporaryFolder folder = new();
        HeardLogger heard = new();
        Example[] examples = StoredBatch.Examples(1, 2, 1, 3);
        using TeacherStore store = TeacherStore.Open(folder.Path, Fingerprint, Exact with { MaxBytes = 300, Logger = heard });
        foreach (Example example in examples) StoredBatch.Keep(store, [example]);
        Assert.Equal(examples[..2], StoredBatch.Read(store, examples));
        Assert.Contains("limit", Assert.Single(heard.Warnings), StringComparison.Ordinal);
        Assert.True(new DirectoryInfo(store.Folder).EnumerateFiles("*.chunk").Sum(file => file.Length) < 1000);
    }

    [Fact]
    public void Fingerprint_of_a_module_changes_with_a_weight_and_with_a_name()
    {
        using nn.Module first = nn.Linear(3, 2), second = nn.Linear(3, 2), named = nn.Sequential(("only", nn.Linear(3, 2)));
        second.load_state_dict(first.state_dict());
        Assert.Equal(Parts(first), Parts(second));
        Assert.NotEqual(Parts(first), Parts(named));
        using (no_grad()) second.parameters().First().view(-1)[0].add_(1e-6);
        Assert.NotEqual(Parts(first), Parts(second));

        static string Parts(nn.Module module) => string.Join('|', TeacherFingerprint.OfModule(module).Parts);
    }

    /// <summary>A store with examples, closed; its one chunk.</summary>
    private static string Kept(TemporaryFolder folder, Example[] examples)
    {
        using TeacherStore store = TeacherStore.Open(folder.Path, Fingerprint, Exact);
        StoredBatch.Keep(store, examples);
        return Assert.Single(Directory.GetFiles(store.Folder, "*.chunk"));
    }
}
