package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a conflict stands among the others: of nodes before those of edges, then by type, id and
 * kind. As a cursor it is good for the merge of two commits with the same decisions alone, since in
 * others something else would follow.
 */
record ConflictPlace(boolean isOfEdge, String type, String id, Kind kind, String reason)
    implements Comparable<ConflictPlace> {
  private static final Comparator<ConflictPlace> ORDER =
      Comparator.comparing(ConflictPlace::isOfEdge)
          .thenComparing(ConflictPlace::type)
          .thenComparing(ConflictPlace::id)
          .thenComparing(ConflictPlace::kind)
          .thenComparing(ConflictPlace::reason);
  private static final String VERSION = "1";
  private static final String BETWEEN = ".";
  private static final int PARTS = 7;

  @Override
  public int compareTo(ConflictPlace other) {
    return ORDER.compare(this, other);
  }

  /** What a cursor is bound to. */
  static String binding(Object... decidedBy) {
    StringBuilder text = new StringBuilder();
    for (Object each : decidedBy) {
      text.append(each).append('\n');
    }
    return Sha256.hex(text.toString()).substring(0, 32);
  }

  String text(String binding) {
    return Stream.of(VERSION, binding, "" + isOfEdge, type, id, kind.name(), reason)
        .map(part -> part.getBytes(StandardCharsets.UTF_8))
        .map(part -> Base64.getUrlEncoder().withoutPadding().encodeToString(part))
        .collect(Collectors.joining(BETWEEN));
  }

  /**
   * @throws GraphException {@code merge_cursor}
   */
  static @Nullable ConflictPlace parse(@Nullable String text, String binding) {
    if (text == null) {
      return null;
    }
    List<String> parts;
    ConflictPlace place;
    try {
      parts =
          Stream.of(text.split(Pattern.quote(BETWEEN), -1))
              .map(part -> Base64.getUrlDecoder().decode(part))
              .map(part -> new String(part, StandardCharsets.UTF_8))
              .toList();
      if (parts.size() != PARTS || !parts.getFirst().equals(VERSION)) {
        throw refused("This is not a cursor of conflicts: \"" + text + "\".");
      }
      place =
          new ConflictPlace(
              Boolean.parseBoolean(parts.get(2)),
              parts.get(3),
              parts.get(4),
              Kind.valueOf(parts.get(5)),
              parts.get(6));
    } catch (IllegalArgumentException e) {
      throw refused("This is not a cursor of conflicts: \"" + text + "\".");
    }
    if (!parts.get(1).equals(binding)) {
      throw refused("The cursor belongs to a merge of other commits, or decided otherwise.");
    }
    return place;
  }

  private static GraphException refused(String reason) {
    return GraphException.of(MergeError.MERGE_CURSOR, reason).build();
  }
}
