package dev.omnigraph.cli;

import dev.omnigraph.cli.remote.Api;
import dev.omnigraph.cli.remote.Proof;
import dev.omnigraph.cli.remote.Signer;
import dev.omnigraph.cli.remote.Urls;
import dev.omnigraph.cli.settings.Configuration;
import dev.omnigraph.cli.settings.Setting;
import dev.omnigraph.error.GraphException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** How servers are called: by whom, and with how much patience. */
final class Servers {
  /** As long as a function of Lambda may run. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private Servers() {}

  static Api api(String url, Configuration configuration, PrintWriter err) {
    URI graph = Urls.graph(url);
    Proof proof = proof(graph, configuration);
    configuration
        .openTokenFile()
        .ifPresent(
            file ->
                err.printf(
                    "warning: others on this machine can read %s; make it yours alone with `chmod 600`%n",
                    file));
    if (proof instanceof Proof.Token && Urls.isOpen(graph)) {
      err.printf("warning: the token goes to %s unencrypted; use https%n", graph.getHost());
    }
    err.flush();
    return new Api(graph, proof, patience(configuration.environment()), Thread::sleep);
  }

  /** Who calls. */
  static Proof proof(URI graph, Configuration configuration) {
    if (!configuration.isIam()) {
      return configuration
          .token()
          .<Proof>map(token -> new Proof.Token(token.value()))
          .orElseGet(Proof.None::new);
    }
    return new Proof.Iam(
        Signer.of(
                graph,
                configuration.region().map(Setting::value).orElse(null),
                credentials(configuration.environment()))
            .orElseThrow(
                () ->
                    GraphException.of(
                            CliError.REGION_MISSING,
                            "The region of %s is not known.".formatted(graph.getHost()))
                        .build()));
  }

  /** As for S3: of the environment that the command runs in, else of a profile or the host. */
  static AwsCredentialsProvider credentials(Map<String, String> environment) {
    String key = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    if (key.isEmpty() || secret.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    String session = environment.getOrDefault("AWS_SESSION_TOKEN", "");
    AwsCredentials credentials =
        session.isEmpty()
            ? AwsBasicCredentials.create(key, secret)
            : AwsSessionCredentials.create(key, secret, session);
    return StaticCredentialsProvider.create(credentials);
  }

  private static Duration patience(Map<String, String> environment) {
    String text = environment.getOrDefault("OMNIGRAPH_TIMEOUT", "");
    if (text.isEmpty()) {
      return PATIENCE;
    }
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw GraphException.of(
              CliError.TIMEOUT_INVALID, "OMNIGRAPH_TIMEOUT is \"%s\".".formatted(text))
          .build();
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
