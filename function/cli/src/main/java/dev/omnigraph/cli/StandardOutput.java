package dev.omnigraph.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the output goes. Who prints to it is told nothing of a device that is full, so it keeps
 * what failed first: a command whose output is lost has failed.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private @Nullable IOException failure;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] block, int offset, int length) throws IOException {
    try {
      out.write(block, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /** Why output was lost that somebody wanted: whoever reads through a pipe may stop. */
  Optional<String> loss() {
    return Optional.ofNullable(failure)
        .map(TextFile::reason)
        .filter(reason -> !reason.contains("Broken pipe"));
  }
}
