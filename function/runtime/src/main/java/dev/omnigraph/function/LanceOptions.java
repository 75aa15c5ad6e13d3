package dev.omnigraph.function;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The store options of Lance that say what {@link OmnigraphConfig.S3} says. Credentials are not
 * among them: like the SDK, Lance takes them from the environment, and renews them.
 */
final class LanceOptions {
  private LanceOptions() {}

  static Map<String, String> of(OmnigraphConfig.S3 config) {
    Map<String, String> options = new TreeMap<>();
    config.region().ifPresent(region -> options.put("aws_region", region));
    Optional<URI> endpoint = config.endpoint();
    endpoint.ifPresent(uri -> options.put("aws_endpoint", uri.toString()));
    if (endpoint.filter(uri -> uri.getScheme().equals("http")).isPresent()) {
      options.put("allow_http", "true");
    }
    options.put("aws_virtual_hosted_style_request", Boolean.toString(!config.pathStyle()));
    return options;
  }
}
