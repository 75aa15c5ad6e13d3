package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What doctor found out.
 *
 * @param next what to do about it; null when there is nothing to do
 */
record Check(Status status, String name, String finding, @Nullable String next) {
  static final String STORE = "store";
  static final String LIST = "list";
  static final String SERVER = "server";

  private static final Set<String> IN_THE_WAY = Set.of(STORE, LIST, SERVER);

  /** How it is. */
  enum Status {
    OK,
    WARN,
    FAIL
  }

  static Check ok(String name, String finding) {
    return new Check(Status.OK, name, finding, null);
  }

  static Check warn(String name, String finding, String next) {
    return new Check(Status.WARN, name, finding, next);
  }

  static Check fail(String name, String finding, @Nullable String next) {
    return new Check(Status.FAIL, name, finding, next);
  }

  /** What a look at something gives, or why it fails. */
  static Check of(String name, Supplier<String> look) {
    try {
      return ok(name, look.get());
    } catch (GraphException e) {
      return fail(name, String.valueOf(e.getMessage()), e.nextStep());
    } catch (UncheckedIOException e) {
      return fail(name, TextFile.reason(e), null);
    }
  }

  boolean isFailed() {
    return status == Status.FAIL;
  }

  /** Whether nothing can be found out behind what failed. */
  boolean isInTheWay() {
    return isFailed() && IN_THE_WAY.contains(name);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("status", status.name().toLowerCase(Locale.ROOT));
    json.writeStringField("check", name);
    json.writeStringField("finding", finding);
    json.writeStringField("next_step", next);
  }

  /** A line, and what to do below it. */
  String text(boolean isColoured) {
    String word = "%-4s".formatted(status.name().toLowerCase(Locale.ROOT));
    String coloured =
        switch (status) {
          case OK -> Colours.green(word, isColoured);
          case WARN -> Colours.yellow(word, isColoured);
          case FAIL -> Colours.red(word, isColoured);
        };
    String line = "%s  %-13s %s".formatted(coloured, name, finding.replace("\n", " "));
    return next == null ? line : line + "\n      help: " + next;
  }
}
