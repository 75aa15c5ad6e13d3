package dev.omnigraph.embed;

import dev.omnigraph.error.GraphException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which model makes vectors, and how it is reached: what {@code OMNIGRAPH_EMBED_*} say. Prints
 * without the key.
 *
 * @param model after its provider, as schemas name it: {@code bedrock/…} is a model of Amazon
 *     Bedrock, {@code local/hash} is {@link HashEmbedder}, and with any other provider it is one of
 *     a server that speaks OpenAI's API
 * @param url of the API, to which {@code /embeddings} is added; that of OpenAI or of AWS when
 *     absent
 * @param key sent to the server
 * @param keySecret ARN of the secret of AWS Secrets Manager that has the key
 * @param keyHeader that carries the key; as a bearer token when absent
 * @param region of Bedrock; what the environment says when absent
 * @param sendDimension whether the dimension is asked for; of models that are known to allow it
 *     when absent
 * @param timeout of one request
 * @param time of all requests and pauses of one call
 */
public record EmbedSettings(
    String model,
    Optional<URI> url,
    Optional<String> key,
    Optional<String> keySecret,
    Optional<String> keyHeader,
    Optional<String> region,
    Optional<Boolean> sendDimension,
    Duration timeout,
    Duration time) {
  public static final Duration TIMEOUT = Duration.ofSeconds(10);
  public static final Duration TIME = Duration.ofSeconds(20);

  private static final String PREFIX = "OMNIGRAPH_EMBED_";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern SECRET = Pattern.compile("arn:[\\w-]+:secretsmanager:[\\w-]+:.+");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]+");

  /**
   * @throws GraphException {@code embedding_settings}
   */
  public EmbedSettings {
    if (model.indexOf('/') < 1 || model.endsWith("/")) {
      throw wrong(
          "MODEL",
          "\"%s\" is not PROVIDER/MODEL, such as openai/text-embedding-3-small.".formatted(model));
    }
    url.filter(uri -> uri.getHost() == null || !isHttp(uri))
        .ifPresent(
            uri -> {
              throw wrong("URL", "\"%s\" is not an http or https address.".formatted(uri));
            });
    if (key.isPresent() && keySecret.isPresent()) {
      throw wrong("KEY_SECRET", "It is set beside OMNIGRAPH_EMBED_KEY.");
    }
    if (keySecret.isPresent() && !SECRET.matcher(keySecret.get()).matches()) {
      throw wrong("KEY_SECRET", "It is not the ARN of a secret of AWS Secrets Manager.");
    }
    if (keyHeader.isPresent() && !HEADER.matcher(keyHeader.get()).matches()) {
      throw wrong("KEY_HEADER", "It is not the name of a header.");
    }
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(timeout) < 0) {
      throw wrong(
          "TIME",
          "%d ms in all do not hold a request of %d ms."
              .formatted(time.toMillis(), timeout.toMillis()));
    }
  }

  /** A model with everything else as usual. */
  public static EmbedSettings of(String model) {
    return new EmbedSettings(
        model,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TIMEOUT,
        TIME);
  }

  /**
   * What environment variables say; nothing without {@code OMNIGRAPH_EMBED_MODEL}.
   *
   * @throws GraphException {@code embedding_settings}
   */
  public static Optional<EmbedSettings> of(Map<String, String> environment) {
    return value(environment, "MODEL")
        .map(
            model ->
                new EmbedSettings(
                    model,
                    value(environment, "URL").map(EmbedSettings::uri),
                    value(environment, "KEY"),
                    value(environment, "KEY_SECRET"),
                    value(environment, "KEY_HEADER"),
                    value(environment, "REGION"),
                    value(environment, "SEND_DIMENSION").map(EmbedSettings::bool),
                    value(environment, "TIMEOUT").map(v -> duration("TIMEOUT", v)).orElse(TIMEOUT),
                    value(environment, "TIME").map(v -> duration("TIME", v)).orElse(TIME)));
  }

  /** What stands before the model's own name. */
  String provider() {
    return model.substring(0, model.indexOf('/'));
  }

  /** The model as its provider calls it. */
  String name() {
    return model.substring(model.indexOf('/') + 1);
  }

  @Override
  public String toString() {
    return "EmbedSettings[" + model + url.map(uri -> " at " + uri.getHost()).orElse("") + "]";
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(PREFIX + name)).filter(v -> !v.isEmpty());
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw wrong("URL", "\"%s\" is not an address.".formatted(text));
    }
  }

  private static boolean isHttp(URI uri) {
    return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong("SEND_DIMENSION", "It is neither true nor false.");
    };
  }

  private static Duration duration(String name, String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw wrong(name, "\"%s\" is not a time such as 500ms, 10s or 2m.".formatted(text));
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  static GraphException wrong(String setting, String reason) {
    return GraphException.of(EmbedError.EMBEDDING_SETTINGS, PREFIX + setting + ": " + reason)
        .with("setting", PREFIX + setting)
        .build();
  }
}
