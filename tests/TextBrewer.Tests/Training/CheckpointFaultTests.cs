using System.Globalization;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Torch.Files;
using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

/// <summary>Checkpoints on disks that fail, forget and lie, and in folders that others work in.</summary>
public sealed class CheckpointFaultTests : IDisposable
{
    // Matrix products of batches made anew may differ in the last bit.
    private const double SameBatchesMadeAnew = 1e-12;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Byte_that_changed_in_any_file_of_a_checkpoint_is_found_and_the_one_before_is_taken()
    {
        Train(_folder.Path);
        string[] all = [.. Checkpoint.All(_folder.Path)];
        Assert.Equal(2, all.Length);
        foreach (string file in Directory.GetFiles(all[1]))
        {
            byte[] whole = File.ReadAllBytes(file);
            // Every byte of small files; of a long one the beginning, the end and some between.
            int step = Math.Max(1, whole.Length / 400);
            for (int at = 0; at < whole.Length; at += at < 64 || at > whole.Length - 64 ? 1 : step)
            {
                byte[] changed = [.. whole];
                changed[at] ^= (byte)(1 << (at % 8));
                File.WriteAllBytes(file, changed);
                List<string> said = [];
                Assert.Equal(all[0], Checkpoint.Newest(_folder.Path, said.Add));
                string problem = Assert.Single(said);
                // A manifest that names another file is not known to be wrong itself.
                if (Path.GetFileName(file) is not "manifest.json" and string name)
                    Assert.Contains(name, problem, StringComparison.Ordinal);
            }
            File.WriteAllBytes(file, whole);
        }
        Assert.Equal(all[1], Checkpoint.Newest(_folder.Path));
    }

    [Fact]
    public void File_of_another_checkpoint_a_missing_one_and_a_renamed_folder_are_found()
    {
        Train(_folder.Path);
        string[] all = [.. Checkpoint.All(_folder.Path)];
        string model = Path.Combine(all[1], "model.safetensors"), beside = Path.Combine(_folder.Path, "beside");
        File.Move(model, beside);
        Assert.Equal(all[0], Checkpoint.Newest(_folder.Path));
        File.Copy(Path.Combine(all[0], "model.safetensors"), model);
        Assert.Equal(all[0], Checkpoint.Newest(_folder.Path));
        File.Move(beside, model, overwrite: true);
        Assert.Equal(all[1], Checkpoint.Newest(_folder.Path));
        Directory.Move(all[1], Checkpoint.Folder(_folder.Path, 999));
        Assert.Equal(all[0], Checkpoint.Newest(_folder.Path));
        Assert.Equal(
            "it was taken after step 12.",
            Checkpoint.Problem(Checkpoint.Folder(_folder.Path, 999)));
    }

    [Fact]
    public void Damaged_checkpoint_is_set_aside_and_the_run_ends_as_if_nothing_had_happened()
    {
        double[] expected = Train(_folder["whole"]);
        using CancellationTokenSource stop = new();
        Train(_folder["parts"], stopAfter: (10, stop));
        string newest = Checkpoint.Newest(_folder["parts"])!;
        File.AppendAllText(Path.Combine(newest, "optimizer.safetensors"), "x");
        Assert.Equal(Checkpoint.Folder(_folder["parts"], 8), Checkpoint.Newest(_folder["parts"]));
        Agree.Assert(expected, Train(_folder["parts"], resume: true), SameBatchesMadeAnew, "weights");
        Assert.True(Directory.Exists(newest + ".aside"));
        Assert.Equal([8L, 12], Checkpoint.All(_folder["parts"]).Select(StepOf));
    }

    [Fact]
    public void Defect_checkpoint_whose_removal_was_broken_off_by_a_kill_stayed_for_good()
    {
        Train(_folder.Path);
        string half = Checkpoint.Folder(_folder.Path, 4);
        Directory.CreateDirectory(half);
        File.Copy(Path.Combine(Checkpoint.Newest(_folder.Path)!, "model.safetensors"), Path.Combine(half, "model.safetensors"));
        Train(_folder.Path, resume: true);
        Assert.Equal([8L, 12], Checkpoint.All(_folder.Path).Select(StepOf));
    }

    [Fact]
    public void Disk_that_fails_at_any_step_leaves_a_sound_checkpoint_and_nothing_half_done()
    {
        double[] expected = Train(_folder["whole"]);
        FailingDisk healthy = new(0);
        Train(_folder["count"], disk: healthy);
        Assert.InRange(healthy.Steps, 30, 2000);
        for (int step = 1; step <= healthy.Steps; step += 3)
        {
            string folder = _folder[$"fails{step}"];
            Assert.Throws<IOException>(() => Train(folder, disk: new FailingDisk(step)));
            string[] all = [.. Checkpoint.All(folder)];
            Assert.Equal(all.LastOrDefault(), Checkpoint.Newest(folder, problem => Assert.Fail(problem)));
            if (Directory.Exists(folder)) Assert.Empty(Directory.GetFileSystemEntries(folder, "*.writing", SearchOption.AllDirectories));
            Agree.Assert(expected, Train(folder, resume: true), SameBatchesMadeAnew, "weights");
        }
    }

    [Fact]
    public void Power_cut_after_any_step_leaves_the_last_checkpoint_that_was_said_to_be_saved()
    {
        string folder = _folder["run"];
        int cuts = 0;
        SavedSteps saved = new();
        ForgetfulDisk disk = new(folder, disk =>
        {
            string left = _folder[$"cut{cuts++}"];
            disk.Recover(left);
            // Some newer one may be there too; whatever is there is whole.
            long newest = Checkpoint.Newest(left) is { } sound ? StepOf(sound) : 0;
            Assert.InRange(newest, saved.Last, 12);
            Directory.CreateDirectory(left);
            Directory.Delete(left, recursive: true);
        });
        Train(folder, disk: disk, observer: saved);
        Assert.Equal(12, saved.Last);
        Assert.InRange(cuts, 30, 2000);
    }

    [Fact]
    public void Disk_without_room_is_an_error_before_the_first_step()
    {
        IOException full = Assert.Throws<IOException>(() => Train(_folder["run"], disk: new FullDisk(), observer: new NoSteps()));
        Assert.Contains("make room", full.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Folder_that_a_run_works_in_is_refused_to_another_and_free_again_after_it()
    {
        Reentering second = new(() => Train(_folder.Path));
        Train(_folder.Path, observer: second);
        Assert.Contains("Another process works in", second.Problem!.Message, StringComparison.Ordinal);
        Train(_folder.Path);
    }

    [Theory]
    [InlineData("training.learning_rate", 0.02, "as before")]
    [InlineData("data", 0.01, "other")]
    public void Run_that_is_made_of_something_else_is_not_resumed_unless_it_is_forced(string what, double rate, string data)
    {
        using CancellationTokenSource stop = new();
        Train(_folder.Path, stopAfter: (6, stop), data: "as before");
        string message = Assert.Throws<ConfigurationException>(
            () => Train(_folder.Path, resume: true, data: data, rate: rate)).Message;
        string change = what == "data" ? "data was as before and is other" : $"{what} was 0.01 and is 0.02";
        Assert.Contains(change, message, StringComparison.Ordinal);
        Assert.Contains("--force", message, StringComparison.Ordinal);
        Train(_folder.Path, resume: true, data: data, rate: rate, force: true);
        Assert.Equal(12, StepOf(Checkpoint.Newest(_folder.Path)!));
    }

    private static long StepOf(string folder) => long.Parse(Path.GetFileName(folder)[2..], CultureInfo.InvariantCulture);

    private static double[] Train(
        string folder,
        bool resume = false,
        Disk? disk = null,
        ITrainingObserver? observer = null,
        (int, CancellationTokenSource)? stopAfter = null,
        string? data = null,
        double rate = 0.01,
        bool force = false)
    {
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2, dropout: 0.1);
        using GeneralDistiller<ToyBatch> distiller = new(
            new TrainingConfig { OutputDir = folder },
            new DistillationConfig(),
            teacher.Adapted,
            student.Adapted);
        distiller.Train(
            Toy.Source(shuffle: true),
            Toy.Options(3, [new ScalarLog { StopAfter = stopAfter }, .. observer is null ? (ITrainingObserver[])[] : [observer]]) with
            {
                Optimizer = groups => new Torch.Optimizers.AdamW(groups, rate),
                ResumeFrom = resume ? Checkpoint.Newest(folder) : null,
                Disk = disk ?? Disk.Local,
                Fingerprint = data is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["data"] = data },
                Force = force,
            },
            stopAfter?.Item2.Token ?? default);
        return student.Weights();
    }

    private sealed class FullDisk : Disk
    {
        internal override long? Free(string path) => 1000;
    }

    private sealed class NoSteps : ITrainingObserver
    {
        public void Starting(RunStart start) => Assert.Fail("The run started.");
    }

    private sealed class SavedSteps : ITrainingObserver
    {
        internal long Last { get; private set; }

        public void Saved(long step, string folder) => Last = step;
    }

    /// <summary>Starts something in the middle of a run.</summary>
    private sealed class Reentering(Action start) : ITrainingObserver
    {
        internal IOException? Problem { get; private set; }

        public void Step(StepReport report)
        {
            if (report.Step == 2) Problem = Assert.Throws<IOException>(start);
        }
    }
}
