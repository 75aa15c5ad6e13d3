package dev.omnigraph.wire;

import dev.omnigraph.call.Change;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the comparison of states is asked for, over HTTP and on the command line. */
public final class ChangeParams {
  private ChangeParams() {}

  /**
   * A state: {@code branch}, {@code branch@commit} or {@code branch@time}.
   *
   * @param field where it stands
   * @throws GraphException {@code invalid_state}
   */
  public static ReadAt state(String field, @Nullable String text) {
    String given = text == null ? "" : text;
    int at = given.lastIndexOf('@');
    String branch = at < 0 ? given : given.substring(0, at);
    String point = given.substring(at + 1);
    if (branch.isEmpty() || point.isEmpty()) {
      throw GraphException.of(
              HttpError.INVALID_STATE,
              "\"%s\" does not name a state: \"%s\".".formatted(field, given))
          .with("field", field)
          .build();
    }
    BranchName name = new BranchName(branch);
    if (at < 0) {
      return new ReadAt.Head(name);
    }
    // The id of a commit has no colon, and a time with its offset does.
    if (!point.contains(":")) {
      return new ReadAt.Commit(name, new CommitId(point));
    }
    try {
      return new ReadAt.Time(name, OffsetDateTime.parse(point).toInstant());
    } catch (DateTimeException e) {
      throw GraphException.of(
              HttpError.INVALID_TIME, "\"%s\" is not a time with an offset.".formatted(point))
          .with("field", field)
          .build();
    }
  }

  /**
   * Each is a list of words with commas between; null for all.
   *
   * @throws GraphException {@code invalid_change_filter}
   */
  public static ChangeFilter filter(
      @Nullable String kinds,
      @Nullable String types,
      @Nullable String operations,
      boolean withBlobs) {
    return new ChangeFilter(
        constants("kind", kinds, List.of(Change.Kind.values())),
        Set.copyOf(words(types)),
        constants("operation", operations, List.of(Change.Operation.values())),
        withBlobs);
  }

  private static <E extends Enum<E>> Set<E> constants(
      String field, @Nullable String text, List<E> all) {
    return words(text).stream()
        .map(
            word ->
                all.stream()
                    .filter(each -> word(each).equals(word))
                    .findFirst()
                    .orElseThrow(() -> unknown(field, word, all)))
        .collect(Collectors.toSet());
  }

  private static List<String> words(@Nullable String text) {
    return text == null ? List.of() : Arrays.stream(text.split(",", -1)).distinct().toList();
  }

  private static GraphException unknown(String field, String word, List<? extends Enum<?>> all) {
    String known = all.stream().map(ChangeParams::word).collect(Collectors.joining(", "));
    return GraphException.of(
            HttpError.INVALID_CHANGE_FILTER, "Unknown %s \"%s\".".formatted(field, word))
        .next("Use " + known + ", or several with commas between.")
        .with("field", field)
        .build();
  }

  /** As requests and answers spell it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
