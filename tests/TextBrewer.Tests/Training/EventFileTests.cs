using System.Numerics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Tensorboard;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

public sealed class EventFileTests
{
    [Fact]
    public void Read_of_tensorboardXs_file_gives_the_golden_points()
    {
        ScalarPoint[] expected =
        [
            .. Golden.Json("tensorboard/expected.json").EnumerateArray().Select(p =>
                new ScalarPoint(
                    p.GetProperty("tag").GetString()!,
                    p.GetProperty("step").GetInt64(),
                    (float)p.GetProperty("value").GetDouble(),
                    p.GetProperty("wall_time").GetDouble())),
        ];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, EventFileReader.Scalars(Golden.Path("tensorboard/events.out.tfevents")));
        Assert.Equal("brain.Event:2", EventFileReader.Events(Golden.Path("tensorboard/events.out.tfevents")).First().FileVersion);
    }

    [Fact]
    public void File_that_goes_on_comes_last_although_the_clock_went_back()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new();
        string[] paths = new string[3];
        for (int i = 0; i < paths.Length; i++)
        {
            using EventFileWriter writer = new(folder.Path, clock);
            paths[i] = writer.Path;
            clock.Advance(3600 * (i == 0 ? -5 : 2));
        }
        Assert.Equal(paths, paths.Order(StringComparer.Ordinal));
        Assert.Equal(3, paths.Distinct().Count());
    }

    [Fact]
    public void Write_of_the_golden_points_gives_the_records_that_tensorboardX_wrote()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new();
        string path;
        using (EventFileWriter writer = new(folder.Path, clock))
        {
            path = writer.Path;
            foreach (ScalarPoint point in EventFileReader.Scalars(Golden.Path("tensorboard/events.out.tfevents")))
            {
                clock.Advance(point.WallTime - (clock.Now.ToUnixTimeMilliseconds() / 1000.0));
                writer.Scalars(point.Step, [new(point.Tag, point.Value)]);
            }
        }
        const int FirstRecord = 8 + 4 + 24 + 4; // with the time at which that file was made
        Assert.Equal(
            File.ReadAllBytes(Golden.Path("tensorboard/events.out.tfevents"))[FirstRecord..],
            File.ReadAllBytes(path)[FirstRecord..]);
    }

    [Fact]
    public void Write_and_read_of_any_points_is_the_identity() =>
        Gen.Select(Gen.String, Gen.Long, Gen.OneOf(Gen.Float, Gen.Const(float.NaN), Gen.Const(float.PositiveInfinity))).Array[0, 20].Sample(
            points =>
            {
                // Protobuf takes no half of a surrogate pair.
                (string Tag, long Step, float Value)[] written = [.. points.Select(
                    p => (Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(p.Item1)), p.Item2, p.Item3))];
                using TemporaryFolder folder = new();
                using EventFileWriter writer = new(folder.Path, new ManualClock());
                foreach ((string tag, long step, float value) in written) writer.Scalars(step, [new(tag, value)]);
                writer.Flush();
                Assert.Equal(
                    written.Select(p => new ScalarPoint(p.Tag, p.Step, p.Value, 1_700_000_000)),
                    EventFileReader.Scalars(writer.Path));
            },
            iter: 100,
            threads: 1);

    [Fact]
    public void Read_of_a_file_with_any_byte_changed_is_refused_with_the_place()
    {
        byte[] sound = File.ReadAllBytes(Golden.Path("tensorboard/events.out.tfevents"));
        long[] records = Records(sound);
        using TemporaryFolder folder = new();
        for (int i = 0; i < sound.Length; i++)
        {
            byte[] damaged = [.. sound];
            damaged[i] ^= 1;
            File.WriteAllBytes(folder["damaged"], damaged);
            string message = Assert.Throws<InvalidDataException>(() => EventFileReader.Scalars(folder["damaged"])).Message;
            Assert.Contains($"at byte {records.Last(start => start <= i)} does not have its checksum", message, StringComparison.Ordinal);
            Assert.Contains("'" + folder["damaged"] + "'", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_of_a_file_cut_off_anywhere_is_refused_but_between_records()
    {
        byte[] sound = File.ReadAllBytes(Golden.Path("tensorboard/events.out.tfevents"));
        long[] records = Records(sound);
        using TemporaryFolder folder = new();
        for (int length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(folder["cut"], sound[..length]);
            int whole = Array.IndexOf(records, length);
            if (whole >= 0) Assert.Equal(whole, EventFileReader.Events(folder["cut"]).Count());
            else Assert.Contains(
                $"cut off: the record at byte {records.Last(start => start <= length)} ",
                Assert.Throws<InvalidDataException>(() => EventFileReader.Scalars(folder["cut"])).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_of_a_record_that_claims_to_be_huge_allocates_nothing_on_its_word()
    {
        using TemporaryFolder folder = new();
        byte[] length = BitConverter.GetBytes(1UL << 60);
        uint checksum = BitOperations.RotateRight(TorchSharp.Utils.CRC32C.process(length), 15) + 0xa282ead8;
        File.WriteAllBytes(folder["huge"], [.. length, .. BitConverter.GetBytes(checksum), .. new byte[100]]);
        Assert.Contains(
            "cut off",
            Assert.Throws<InvalidDataException>(() => EventFileReader.Scalars(folder["huge"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_one_second_are_two_and_name_no_machine()
    {
        using TemporaryFolder folder = new();
        using (EventFileWriter first = new(folder.Path, new ManualClock()), second = new(folder.Path, new ManualClock()))
        {
            Assert.Equal("events.out.tfevents.1700000000", Path.GetFileName(first.Path));
            Assert.Equal("events.out.tfevents.1700000001", Path.GetFileName(second.Path));
            first.Scalars(0, [new("scalar/total_loss", 1)]);
        }
        foreach (string path in Directory.GetFiles(folder.Path))
            Assert.DoesNotContain(
                Environment.MachineName,
                path[folder.Path.Length..] + Encoding.Latin1.GetString(File.ReadAllBytes(path)),
                StringComparison.OrdinalIgnoreCase);
    }

    // TorchSharp's SummaryWriter opens the file for every scalar.
    [Fact]
    public void Scalars_go_into_one_buffer_and_reach_the_file_when_flushed()
    {
        using TemporaryFolder folder = new();
        using EventFileWriter writer = new(folder.Path);
        for (int step = 0; step < 100; step++) writer.Scalars(step, [new("scalar/total_loss", step)]);
        Assert.Equal(0, new FileInfo(writer.Path).Length);
        writer.Flush();
        Assert.Equal(100, EventFileReader.Scalars(writer.Path).Count);
    }

    [Fact]
    public void Start_is_a_session_log_that_TensorBoard_knows()
    {
        using TemporaryFolder folder = new();
        using EventFileWriter writer = new(folder.Path);
        writer.Start(7);
        writer.Flush();
        Event start = EventFileReader.Events(writer.Path).Last();
        Assert.Equal((7, SessionLog.Types.SessionStatus.Start), (start.Step, start.SessionLog.Status));
    }

    /// <summary>Where each record begins, the end of the file included.</summary>
    private static long[] Records(byte[] file)
    {
        List<long> starts = [0];
        while (starts[^1] < file.Length) starts.Add(starts[^1] + 8 + 4 + BitConverter.ToInt64(file, (int)starts[^1]) + 4);
        return [.. starts];
    }
}
