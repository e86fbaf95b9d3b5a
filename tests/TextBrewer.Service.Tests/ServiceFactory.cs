using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using TextBrewer.Adaptors;
using TextBrewer.Inference.Tests;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>samples/Service in this process over a tiny model.</summary>
public sealed class ServiceFactory : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder _folder = GoldenFolder.Of("bert-sequence");
    private readonly TimeProvider? _clock;
    private readonly (string Key, string Value)[] _settings;

    public ServiceFactory() : this(null)
    {
    }

    internal ServiceFactory(TimeProvider? clock, params (string Key, string Value)[] settings) => (_clock, _settings) = (clock, settings);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Model:Folder", _folder["onnx"]);
        foreach ((string key, string value) in _settings) builder.UseSetting(key, value);
        if (_clock is not null) builder.ConfigureTestServices(services => services.AddSingleton(_clock));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder.Path)) _folder.Dispose();
    }
}
