package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What becomes of commands whose output cannot be written. */
class StandardOutputTest {
  private final StringWriter err = new StringWriter();

  @Test
  void aCommandWhoseOutputIsLostFailsAndSaysWhy() {
    assertThat(run(failing("No space left on device"), "--version")).isEqualTo(1);
    assertThat(err)
        .hasToString(
            """
            error: the output cannot be written: No space left on device
            help: What the command did is done; only its output is lost.
            """);
  }

  @Test
  void whoeverReadsThroughAPipeMayStop() {
    assertThat(run(failing("Broken pipe"), "--version")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aCommandThatFailsByItselfSaysOnlyThat() {
    assertThat(run(failing("No space left on device"), "commits", "--no-such-option")).isEqualTo(2);
    assertThat(err.toString()).contains("--no-such-option").doesNotContain("No space left");
  }

  @Test
  void whatIsWrittenArrivesAndTheCommandHasDoneItsWork() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(run(out, "--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("omnigraph");
  }

  private int run(OutputStream device, String... words) {
    StandardOutput output = new StandardOutput(device);
    PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8);
    PrintWriter printed = new PrintWriter(err);
    int code = Main.run(new ByteArrayInputStream(new byte[0]), output, out, printed, words);
    out.flush();
    return Main.ended(code, output, printed);
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
