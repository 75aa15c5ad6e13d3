package dev.omnigraph.jsonl;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.row.FreshIds;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.rule.RuleError;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.value.ValueException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The id of an entity whose values were read: that of its key, the given one, or a new one. */
final class Identity {
  private Identity() {}

  /** Why an entity cannot have an id. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ErrorCode code;
    private final String field;

    Refused(ErrorCode code, String field, String reason) {
      super(reason);
      this.code = code;
      this.field = field;
    }

    ErrorCode code() {
      return code;
    }

    String field() {
      return field;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Sets the id.
   *
   * @return whether it was made here
   */
  static boolean set(RowLayout layout, @Nullable Object[] values, FreshIds ids) throws Refused {
    Object given = values[RowLayout.ID];
    if (layout.type().key().isEmpty()) {
      if (given == null) {
        values[RowLayout.ID] = ids.next().toString();
      } else if (!IdSource.isId(given.toString())) {
        throw new Refused(
            RuleError.ID_NOT_CANONICAL, "id", "\"%s\" is not a ULID".formatted(given));
      }
      return given == null;
    }
    String key = key(layout, values);
    if (given != null && !given.equals(key)) {
      throw new Refused(
          RuleError.ID_NOT_CANONICAL,
          "id",
          "is \"%s\", but the key makes it \"%s\"".formatted(given, key));
    }
    values[RowLayout.ID] = key;
    return false;
  }

  private static String key(RowLayout layout, @Nullable Object[] values) throws Refused {
    Map<String, @Nullable Object> members = new HashMap<>();
    for (String member : layout.type().key().orElseThrow().members()) {
      Object value = values[layout.position(member)];
      if (value == null) {
        throw new Refused(RuleError.REQUIRED_MISSING, member, "is required and has no value");
      }
      members.put(member, value);
    }
    try {
      return layout.type().keyedId(members);
    } catch (ValueException e) {
      throw new Refused(
          e.errorCode(), String.join(", ", members.keySet()), String.valueOf(e.getMessage()));
    }
  }
}
