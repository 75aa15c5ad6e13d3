package dev.omnigraph.api;

import dev.omnigraph.store.StoreLocation;
import dev.omnigraph.wire.ErrorBody;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;

/** Where graphs are kept is the operator's business: callers are told names of graphs instead. */
@Singleton
class Places {
  private final String root;

  @Inject
  Places(StoreLocation root) {
    this(root.uri().toString());
  }

  Places(String root) {
    this.root = root.replaceFirst("/+$", "");
  }

  /**
   * Takes the place of a graph out of what is said of it.
   *
   * @param graph its name
   */
  ErrorBody hidden(ErrorBody body, String graph) {
    if (!body.toString().contains(root)) {
      return body;
    }
    Map<String, Object> details =
        body.details().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    detail ->
                        detail.getValue() instanceof String text
                            ? hidden(text, graph)
                            : detail.getValue()));
    return new ErrorBody(hidden(body.error(), graph), body.code(), body.nextStep(), details);
  }

  private String hidden(String text, String graph) {
    return text.replace("at " + root + "/" + graph, "\"" + graph + "\"")
        .replace(root + "/" + graph, "graph \"" + graph + "\"")
        .replace(root, "the store");
  }
}
