package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.wire.JsonBody;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What became of a test.
 *
 * @param detail lines that say why it failed
 */
record TestResult(String test, Outcome outcome, List<String> detail) {
  TestResult {
    detail = List.copyOf(detail);
  }

  /** Whether it was as expected. */
  enum Outcome {
    PASSED,
    FAILED,
    /** What is expected was written anew. */
    UPDATED
  }

  static TestResult of(String test, List<String> differences) {
    return new TestResult(
        test, differences.isEmpty() ? Outcome.PASSED : Outcome.FAILED, differences);
  }

  boolean isFailed() {
    return outcome == Outcome.FAILED;
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("test", test);
    json.writeStringField("result", outcome.name().toLowerCase(Locale.ROOT));
    JsonBody.texts(json, "detail", detail);
  }

  /** A line, and below it why. */
  String text(boolean isColoured) {
    String word =
        switch (outcome) {
          case PASSED -> Colours.green("ok   ", isColoured);
          case FAILED -> Colours.red("FAIL ", isColoured);
          case UPDATED -> Colours.yellow("new  ", isColoured);
        };
    StringBuilder text = new StringBuilder(word).append(' ').append(test);
    detail.stream().flatMap(String::lines).forEach(line -> text.append("\n        ").append(line));
    return text.toString();
  }
}
