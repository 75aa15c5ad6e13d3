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

/** A server: what proves to it who calls, its version and its clock. */
final class ServerChecks {
  private static final String IDENTITY = "identity";

  private ServerChecks() {}

  static List<Check> of(Api graph, Configuration configuration) {
    List<Check> checks = new ArrayList<>();
    checks.add(identity(configuration));
    try (Api server = graph.server()) {
      checks.addAll(server(server));
    }
    return checks;
  }

  private static Check identity(Configuration configuration) {
    if (configuration.isIam()) {
      return Check.ok(IDENTITY, "requests are signed for IAM");
    }
    return configuration
        .token()
        .map(token -> Check.ok(IDENTITY, "a token of " + token.origin()))
        .orElseGet(
            () ->
                Check.warn(
                    IDENTITY,
                    "no token is set",
                    String.valueOf(RemoteError.ACCESS_REFUSED.nextStep())));
  }

  /** The same check, when the graph has answered: a server may ask nobody for a token. */
  static Check accepted(Check check) {
    return check.name().equals(IDENTITY) && check.status() == Check.Status.WARN
        ? Check.ok(IDENTITY, "no token is set, and the server asks for none")
        : check;
  }

  private static List<Check> server(Api server) {
    List<Check> checks = new ArrayList<>();
    try (Api.Received received = server.open(ApiRequest.get("version"))) {
      String text = new String(received.body().readAllBytes(), StandardCharsets.UTF_8);
      String version = Answer.of(text).text("version");
      checks.add(
          version.equals(Version.own()) || !Version.isKnown()
              ? Check.ok(Check.SERVER, "version " + version)
              : Check.warn(
                  Check.SERVER,
                  "version %s, and this program is %s".formatted(version, Version.own()),
                  "Use the same version of both, where answers differ from the documentation."));
      received
          .headers()
          .firstValue("Date")
          .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
          .map(date -> StoreChecks.clock(date, Instant.now()))
          .ifPresent(checks::add);
    } catch (GraphException e) {
      checks.add(Check.fail(Check.SERVER, String.valueOf(e.getMessage()), e.nextStep()));
    } catch (IOException | DateTimeException e) {
      checks.add(Check.fail(Check.SERVER, String.valueOf(e.getMessage()), null));
    }
    return checks;
  }
}
