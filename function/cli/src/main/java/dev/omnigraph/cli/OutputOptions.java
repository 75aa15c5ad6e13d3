package dev.omnigraph.cli;

import dev.omnigraph.cli.settings.Configuration;
import dev.omnigraph.cli.settings.Setting;
import dev.omnigraph.cli.settings.SettingsError;
import dev.omnigraph.error.GraphException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How an answer is printed. */
final class OutputOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Name.class,
      description =
          "`table`, `json`, `ndjson` (one JSON object a line) or `csv`."
              + " Default: the profile's, or `table`.")
  private @Nullable Format format;

  @Option(names = "--json", description = "JSON, and nothing else.")
  private boolean json;

  /** How an answer is printed. */
  enum Format {
    /** For people. */
    TABLE,
    /** The answer as the API gives it. */
    JSON,
    /** Each element of its list on a line of its own. */
    NDJSON,
    /** The same columns as in a table, and whole. */
    CSV
  }

  /** Reads a format. */
  static final class Name implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      return of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "unknown format \"%s\"; use %s".formatted(text, names())));
    }
  }

  static Optional<Format> of(String text) {
    return Arrays.stream(Format.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }

  private static String names() {
    return Arrays.stream(Format.values())
        .map(each -> "`" + each.name().toLowerCase(Locale.ROOT) + "`")
        .collect(Collectors.joining(", "));
  }

  /** Of an answer that is one object, which is no table. */
  Output object() {
    Format chosen = chosen(Format.JSON);
    if (chosen == Format.CSV) {
      if (format == null) {
        // A profile's format is for what it fits.
        return output(Format.TABLE);
      }
      throw new ParameterException(
          spec.commandLine(), "`--format csv` is for rows and lists, and this answer is neither.");
    }
    return output(chosen);
  }

  /** Of an answer that is a list. */
  Output list() {
    return output(chosen(Format.JSON));
  }

  /** Of an answer that may be longer than memory: {@code --json} is an object a line. */
  Output rows() {
    return output(chosen(Format.NDJSON));
  }

  /** Whether a failure is told as JSON. */
  boolean tellsJson() {
    return json || format == Format.JSON || format == Format.NDJSON;
  }

  private Output output(Format chosen) {
    PrintWriter out = spec.commandLine().getOut();
    return new Output(chosen, out, Main.of(spec).surroundings().isColoured());
  }

  private Format chosen(Format ofFlag) {
    if (json && format != null) {
      throw new ParameterException(
          spec.commandLine(), "`--json` and `--format` both say how to print; give one of them.");
    }
    if (json) {
      return ofFlag;
    }
    return format != null
        ? format
        : GraphOption.in(spec)
            .map(GraphOption::configuration)
            .flatMap(Configuration::format)
            .map(OutputOptions::ofSetting)
            .orElse(Format.TABLE);
  }

  private static Format ofSetting(Setting setting) {
    return of(setting.value())
        .orElseThrow(
            () ->
                GraphException.of(
                        SettingsError.SETTING_INVALID,
                        "\"%s\" cannot be the format, as %s has it."
                            .formatted(setting.value(), setting.origin()))
                    .next("Use `table`, `json`, `ndjson` or `csv`.")
                    .build());
  }
}
