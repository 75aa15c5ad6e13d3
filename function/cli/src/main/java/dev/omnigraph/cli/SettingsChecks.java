package dev.omnigraph.cli;

import dev.omnigraph.cli.settings.Configuration;
import dev.omnigraph.cli.settings.Setting;
import dev.omnigraph.error.GraphException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the command line goes by, and where each value comes from. */
final class SettingsChecks {
  private SettingsChecks() {}

  static List<Check> of(GraphOption place) {
    List<Check> checks = new ArrayList<>();
    Configuration configuration;
    try {
      configuration = place.configuration();
    } catch (GraphException e) {
      return List.of(Check.fail("configuration", String.valueOf(e.getMessage()), e.nextStep()));
    }
    Path file = configuration.file().path();
    checks.add(
        Check.ok("configuration", file + (Files.exists(file) ? "" : " (there is no such file)")));
    configuration.profile().ifPresent(profile -> checks.add(Check.ok("profile", text(profile))));
    if (place.isNamed()) {
      checks.add(Check.ok("graph", text(place.place())));
    } else {
      checks.add(
          Check.warn("graph", "none is named", String.valueOf(CliError.GRAPH_MISSING.nextStep())));
    }
    configuration.branch().ifPresent(branch -> checks.add(Check.ok("branch", text(branch))));
    configuration.format().ifPresent(format -> checks.add(format(format)));
    configuration
        .openTokenFile()
        .ifPresent(
            open ->
                checks.add(
                    Check.warn(
                        "token file",
                        "others on this machine can read " + open,
                        "Make it yours alone with `chmod 600`.")));
    return checks;
  }

  private static Check format(Setting format) {
    return OutputOptions.of(format.value()).isPresent()
        ? Check.ok("format", text(format))
        : Check.warn("format", text(format), "Use `table`, `json`, `ndjson` or `csv`.");
  }

  private static String text(Setting setting) {
    return "%s (%s)".formatted(setting.value(), setting.origin());
  }
}
