package dev.omnigraph.coldstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The share of a machine that Lambda gives a function of a memory size: that much memory, page
 * cache included, and one processor for each 1,769 MB, but no less than two while it starts up.
 * Kept by control groups of version 1; where they may not be made there is no limit, and {@link
 * #isEnforced} says so.
 */
final class Share implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final int MEGABYTES_OF_A_PROCESSOR = 1769;
  private static final long PERIOD_MICROS = 100_000;

  private final Path memory;
  private final Path processor;
  private final int megabytes;
  private final boolean enforced;

  private Share(Path memory, Path processor, int megabytes, boolean enforced) {
    this.memory = memory;
    this.processor = processor;
    this.megabytes = megabytes;
    this.enforced = enforced;
  }

  static Share of(int megabytes) {
    String name = "omnigraph-coldstart-" + ProcessHandle.current().pid();
    Path memory = GROUPS.resolve("memory").resolve(name);
    Path processor = GROUPS.resolve("cpu").resolve(name);
    try {
      Files.createDirectory(memory);
      Files.createDirectory(processor);
      Files.writeString(memory.resolve("memory.limit_in_bytes"), "" + ((long) megabytes << 20));
      return new Share(memory, processor, megabytes, true);
    } catch (IOException e) {
      return new Share(memory, processor, megabytes, false);
    }
  }

  boolean isEnforced() {
    return enforced;
  }

  /** The command, run within the share. */
  List<String> wrap(List<String> command) {
    if (!enforced) {
      return command;
    }
    List<String> wrapped =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "echo $$ > %s/cgroup.procs; echo $$ > %s/cgroup.procs; exec \"$@\""
                    .formatted(memory, processor),
                "sh"));
    wrapped.addAll(command);
    return wrapped;
  }

  /** The start-up begins: processors are lent to it. */
  void startingUp() {
    quota(-1);
  }

  /** It is over: from now on there is what was paid for. */
  void startedUp() {
    quota(PERIOD_MICROS * megabytes / MEGABYTES_OF_A_PROCESSOR);
  }

  private void quota(long micros) {
    if (enforced) {
      try {
        Files.writeString(processor.resolve("cpu.cfs_quota_us"), "" + micros);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    if (enforced) {
      try {
        Files.delete(memory);
        Files.delete(processor);
      } catch (IOException e) {
        throw new UncheckedIOException("Its processes have not ended", e);
      }
    }
  }
}
