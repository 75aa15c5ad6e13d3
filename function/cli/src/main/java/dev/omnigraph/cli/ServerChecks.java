package dev.omnigraph.cli;

import dev.omnigraph.cli.remote.Api;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.RemoteError;
import dev.omnigraph.cli.settings.Configuration;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A graph behind a URL: the server, who one is there, and the graph. */
final class ServerChecks {
  private ServerChecks() {}

  static List<Check> of(GraphOption place, BranchOption branch) {
    List<Check> checks = new ArrayList<>();
    Configuration configuration = place.configuration();
    try {
      checks.add(identity(configuration));
      try (Api api = place.api(place.place().value());
          Api server = api.server()) {
        checks.addAll(server(server));
        checks.add(
            Check.of(
                "graph state",
                () -> {
                  Answer now = Answer.of(api.json(ApiRequest.get("snapshot").at(branch.head())));
                  return "branch %s at commit %s".formatted(now.text("branch"), now.commit());
                }));
      }
    } catch (GraphException e) {
      checks.add(Check.fail("server", String.valueOf(e.getMessage()), e.nextStep()));
    }
    return checks;
  }

  private static Check identity(Configuration configuration) {
    if (configuration.isIam()) {
      return Check.ok("identity", "requests are signed for IAM");
    }
    return configuration
        .token()
        .map(token -> Check.ok("identity", "a token of " + token.origin()))
        .orElseGet(
            () ->
                Check.warn(
                    "identity",
                    "no token is set",
                    String.valueOf(RemoteError.ACCESS_REFUSED.nextStep())));
  }

  private static List<Check> server(Api server) {
    List<Check> checks = new ArrayList<>();
    try (Api.Received received = server.open(ApiRequest.get("version"))) {
      String text = new String(received.body().readAllBytes(), StandardCharsets.UTF_8);
      String version = Answer.of(text).text("version");
      checks.add(
          version.equals(Version.own()) || !Version.isKnown()
              ? Check.ok("server", "version " + version)
              : Check.warn(
                  "server",
                  "version %s, and this program is %s".formatted(version, Version.own()),
                  "Use the same version of both, where answers differ from the documentation."));
      received
          .headers()
          .firstValue("Date")
          .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
          .map(date -> StoreChecks.clock(date, Instant.now()))
          .ifPresent(checks::add);
    } catch (GraphException e) {
      checks.add(Check.fail("server", String.valueOf(e.getMessage()), e.nextStep()));
    } catch (IOException | DateTimeException e) {
      checks.add(Check.fail("server", String.valueOf(e.getMessage()), null));
    }
    return checks;
  }
}
