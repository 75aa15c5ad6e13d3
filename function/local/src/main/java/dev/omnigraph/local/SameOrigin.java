package dev.omnigraph.local;

import dev.omnigraph.api.HttpProblems;
import dev.omnigraph.api.Refusals;
import dev.omnigraph.function.OmnigraphConfig;
import dev.omnigraph.wire.ErrorBody;
import dev.omnigraph.wire.HttpError;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps out web pages of others that a browser on this machine has open: without tokens they could
 * write. A page's requests name its {@code Origin}, which must be this server. A page whose own
 * name was made to lead to this machine is its own origin, and gives itself away by that name in
 * {@code Host}: an address cannot be made to lead elsewhere, so addresses are let in.
 */
@Singleton
public class SameOrigin {
  /** Before everything that reads a request. */
  private static final int ORDER = -10;

  private static final Pattern ADDRESS =
      Pattern.compile("\\[[0-9a-fA-F:.%]+]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern AUTHORITY = Pattern.compile("(?<host>\\[[^]]*]|[^:]*)(:[0-9]*)?");

  private final Set<String> names = new TreeSet<>(List.of("localhost"));
  private final Refusals refusals;

  SameOrigin(
      OmnigraphConfig config,
      @ConfigProperty(name = "quarkus.http.host") String listensOn,
      Refusals refusals) {
    names.add(lower(listensOn));
    config.local().hosts().stream()
        .flatMap(all -> Arrays.stream(all.split(",")))
        .forEach(name -> names.add(lower(name.strip())));
    this.refusals = refusals;
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::check);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    List<String> hosts = request.headers().getAll("Host");
    if (hosts.size() != 1) {
      refusals.send(
          context.response(),
          400,
          HttpProblems.body(400, "The request needs one header Host.", request.path()));
      return;
    }
    String host = addressed(request.uri()).orElse(hosts.getFirst());
    String origin =
        request.headers().getAll("Origin").stream()
            .filter(one -> !isOf(one, host))
            .findFirst()
            .orElse(null);
    if (!isHere(host) || !isHere(hosts.getFirst())) {
      refusals.send(
          context.response(),
          HttpError.FOREIGN_HOST.status(),
          ErrorBody.of(
              HttpError.FOREIGN_HOST,
              "The request is for \"%s\", which is not a name of this server.".formatted(host),
              Map.of("host", host)));
    } else if (origin != null) {
      refusals.send(
          context.response(),
          HttpError.FOREIGN_ORIGIN.status(),
          ErrorBody.of(
              HttpError.FOREIGN_ORIGIN,
              "The request comes from a page of \"%s\", not of this server.".formatted(origin),
              Map.of("origin", origin)));
    } else {
      context.next();
    }
  }

  private boolean isHere(String authority) {
    var parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      return false;
    }
    String host = lower(parts.group("host"));
    return (!host.isEmpty() && names.contains(host))
        || host.endsWith(".localhost")
        || ADDRESS.matcher(host).matches();
  }

  /** The server that a whole URL names in place of a path: it counts for more than {@code Host}. */
  private static Optional<String> addressed(String url) {
    return url.startsWith("/")
        ? Optional.empty()
        : Optional.ofNullable(URI.create(url).getRawAuthority());
  }

  private static boolean isOf(String origin, String host) {
    return lower(origin).equals("http://" + lower(host))
        || lower(origin).equals("https://" + lower(host));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
