using System.Runtime.InteropServices;
using System.Text;
using TextBrewer.Cli;

// UTF-8 both ways, without a byte-order mark.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

using CancellationTokenSource stop = new();
// The run saves a checkpoint first, however long that takes; a second signal ends at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return TextBrewerCommand.Run(
    args,
    new Terminal(Console.In, Console.Out, Console.Error, Interactive: !Console.IsErrorRedirected) { Width = Width() },
    stop.Token);

// A file is as wide everywhere; a terminal that does not say its width gets a file's.
static int Width() => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? Terminal.FileWidth : Math.Max(60, Console.WindowWidth);
