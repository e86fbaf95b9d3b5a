using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Native;

public sealed class CpuQuotaTests
{
    [Theory]
    [InlineData("150000 100000\n", 1.5)]
    [InlineData("max 100000\n", null)]
    [InlineData("", null)]
    public void Second_version_has_quota_and_period_in_one_file(string max, double? expected) =>
        Assert.Equal(expected, Of(("/proc/self/cgroup", "0::/\n"), ("/sys/fs/cgroup/cpu.max", max)));

    [Fact]
    public void Smallest_limit_of_the_groups_around_holds() => Assert.Equal(2, Of(
        ("/proc/self/cgroup", "0::/kubepods/pod7/main\n"),
        ("/sys/fs/cgroup/kubepods/pod7/main/cpu.max", "max 100000\n"),
        ("/sys/fs/cgroup/kubepods/pod7/cpu.max", "200000 100000\n"),
        ("/sys/fs/cgroup/kubepods/cpu.max", "800000 100000\n")));

    [Theory]
    [InlineData("50000\n", 0.5)]
    [InlineData("-1\n", null)]
    public void First_version_has_two_files_found_at_the_root_where_the_path_is_the_hosts(string quota, double? expected) =>
        Assert.Equal(expected, Of(
            ("/proc/self/cgroup", "5:memory:/docker/ab\n4:cpu,cpuacct:/docker/ab\n"),
            ("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", quota),
            ("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n")));

    [Fact]
    public void Without_control_groups_there_is_no_limit() => Assert.Null(Of());

    private static double? Of(params (string Path, string Text)[] files) =>
        CpuQuota.Of(path => Array.Find(files, file => file.Path == path).Text);
}
