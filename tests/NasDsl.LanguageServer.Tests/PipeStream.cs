using System.Collections.Concurrent;

namespace NasDsl.LanguageServer.Tests;

/// <summary>What is written at one end is read at the other; reading waits, and ends when the writer is disposed.</summary>
internal sealed class PipeStream : Stream
{
    private readonly BlockingCollection<byte[]> chunks = [];
    private byte[] current = [];
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (position == current.Length)
        {
            if (!chunks.TryTake(out var next, Timeout.Infinite))
                return 0;
            (current, position) = (next, 0);
        }

        var length = Math.Min(count, current.Length - position);
        current.AsSpan(position, length).CopyTo(buffer.AsSpan(offset));
        position += length;
        return length;
    }

    public override void Write(byte[] buffer, int offset, int count) => chunks.Add(buffer.AsSpan(offset, count).ToArray());

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        chunks.CompleteAdding();
        base.Dispose(disposing);
    }
}
