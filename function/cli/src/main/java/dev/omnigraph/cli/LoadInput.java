package dev.omnigraph.cli;

import dev.omnigraph.cli.remote.Content;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** What is loaded: a file, or what is piped in. */
final class LoadInput {
  /** Of what is piped in, as much is kept for a second delivery as a function takes at most. */
  private static final int KEPT = 6 << 20;

  private LoadInput() {}

  /** As the body of a request. */
  static Content of(String type, Path file, LongConsumer progress) throws IOException {
    // What cannot be read is no failure of the server.
    TextFile.open(file).close();
    boolean isFile = Files.isRegularFile(file);
    return new Content(
        type,
        () -> new CountedLines(TextFile.open(file), progress),
        isFile ? Files.size(file) : -1,
        isFile);
  }

  /** What is piped in as the body of a request. */
  static Content of(String type, InputStream piped, LongConsumer progress) throws IOException {
    byte[] begin = piped.readNBytes(KEPT);
    if (begin.length < KEPT) {
      return new Content(
          type,
          () -> new CountedLines(new ByteArrayInputStream(begin), progress),
          begin.length,
          true);
    }
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(begin), piped);
    return new Content(type, () -> new CountedLines(all, progress), -1, false);
  }

  /** Tells how many lines have been sent. */
  private static final class CountedLines extends FilterInputStream {
    private static final long EVERY = 10_000;

    private final LongConsumer progress;
    private long lines;
    private long told;

    CountedLines(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
      int count = super.read(block, offset, length);
      for (int i = offset; i < offset + count; i++) {
        lines += block[i] == '\n' ? 1 : 0;
      }
      if (count < 0 && lines > told || lines - told >= EVERY) {
        told = lines;
        progress.accept(lines);
      }
      return count;
    }
  }
}
