package dev.omnigraph.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A worker as its driver sees it: it answers, or it is dead. */
final class WorkerProcess implements AutoCloseable {
  private final String accessKey;
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  WorkerProcess(String accessKey, Process process) {
    this.accessKey = accessKey;
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  String accessKey() {
    return accessKey;
  }

  Process process() {
    return process;
  }

  /** Waits until it has started; false if it did not. */
  boolean awaitReady() {
    return line().filter(Worker.READY::equals).isPresent();
  }

  /** Tells it what to do and waits for the reply; empty when it died first. */
  Optional<Reply> run(Command command) {
    try {
      in.write(command.toLine());
      in.write('\n');
      in.flush();
    } catch (IOException e) {
      return Optional.empty();
    }
    return line().map(Reply::ofLine);
  }

  /** Lets it end of its own accord. */
  void dismiss() {
    try {
      in.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  /** Ends it, and waits until it is gone. */
  @Override
  public void close() {
    Signals.kill(process);
    process.onExit().join();
    try {
      in.close();
      out.close();
    } catch (IOException e) {
      // Its end of the pipe is closed already.
    }
  }

  private Optional<String> line() {
    try {
      // A line that its writer did not live to end was not said.
      return Optional.ofNullable(out.readLine())
          .filter(line -> line.equals(Worker.READY) || line.endsWith("}"));
    } catch (IOException e) {
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
