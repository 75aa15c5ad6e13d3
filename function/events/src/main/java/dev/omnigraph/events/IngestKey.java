package dev.omnigraph.events;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.id.BranchName;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the key of an object says about where it is loaded: {@code
 * {prefix}{graph}/{branch}/{mode}/….jsonl}, or {@code .ndjson}, or {@code …/{type}.csv} or {@code
 * .parquet}, each also with {@code .gz}. What else comes after the mode is free.
 *
 * @param type of all entities, where the format is by type; else null
 */
record IngestKey(
    String graph, BranchName branch, LoadMode mode, EntityFormat format, @Nullable String type) {
  private static final Pattern LAYOUT =
      Pattern.compile(
          "([^/]+)/([^/]+)/(append|merge|overwrite)/(.+\\.(?:jsonl|ndjson|csv|parquet)(?:\\.gz)?)",
          Pattern.DOTALL);

  /**
   * @throws EventException {@code unknown_key}
   */
  static IngestKey parse(String prefix, String key) {
    Matcher layout = LAYOUT.matcher(key.startsWith(prefix) ? key.substring(prefix.length()) : "");
    if (!layout.matches()) {
      throw new EventException(
          EventError.UNKNOWN_KEY,
          "The key \"%s\" does not say what to load it into.".formatted(key),
          "Put objects at %s{graph}/{branch}/{append, merge or overwrite}/{any name}.jsonl, {type}.csv or {type}.parquet."
              .formatted(prefix));
    }
    String name = layout.group(4);
    EntityFormat format = EntityFormat.ofFile(name).orElse(EntityFormat.JSONL);
    return new IngestKey(
        layout.group(1),
        new BranchName(layout.group(2)),
        LoadMode.valueOf(layout.group(3).toUpperCase(Locale.ROOT)),
        format,
        format.isByType()
            ? EntityFormat.typeOfFile(name.substring(name.lastIndexOf('/') + 1))
            : null);
  }
}
