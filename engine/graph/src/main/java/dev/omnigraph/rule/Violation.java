package dev.omnigraph.rule;

import dev.omnigraph.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule that one entity, or one line of an input, breaks.
 *
 * @param code one per rule; its kind says whether the input itself is wrong or only in conflict
 *     with what is there
 * @param line of the input, from 1; 0 when there is none
 * @param type the entity type's name, if known
 * @param id of the entity, if known
 * @param field the property, endpoint or member, if it is one
 * @param reason a sentence without the place, which {@link #render} adds
 * @param node the id of the node that it is about, where the entity is not known that breaks it
 * @param excerpt the part of the input at fault, for inputs of lines
 */
public record Violation(
    ErrorCode code,
    int line,
    @Nullable String type,
    @Nullable String id,
    @Nullable String field,
    String reason,
    @Nullable String node,
    @Nullable String excerpt) {
  private static final int MAX_ID = 80;

  /** A broken rule; where it is broken is said after, as far as it is known. */
  public static Violation of(ErrorCode code, String reason) {
    return new Violation(code, 0, null, null, null, reason, null, null);
  }

  public Violation onLine(int number) {
    return new Violation(code, number, type, id, field, reason, node, excerpt);
  }

  /** Of a type of which no entity is known, or which is not known itself. */
  public Violation in(@Nullable String typeName) {
    return new Violation(code, line, typeName, id, field, reason, node, excerpt);
  }

  public Violation in(String typeName, @Nullable String entityId) {
    return new Violation(code, line, typeName, entityId, field, reason, node, excerpt);
  }

  public Violation at(@Nullable String name) {
    return new Violation(code, line, type, id, name, reason, node, excerpt);
  }

  public Violation about(String nodeId) {
    return new Violation(code, line, type, id, field, reason, nodeId, excerpt);
  }

  public Violation showing(@Nullable String input) {
    return new Violation(code, line, type, id, field, reason, node, input);
  }

  /** Place and reason: {@code line 12: Person "Ann": age: is 250, outside 0..200}. */
  public String render() {
    return render("line");
  }

  String render(String unit) {
    StringBuilder text = new StringBuilder();
    if (line > 0) {
      text.append(unit).append(' ').append(line).append(": ");
    }
    if (type != null) {
      text.append(type);
      text.append(id == null ? "" : " \"" + shorten(id) + "\"").append(": ");
    }
    if (field != null) {
      text.append(field).append(": ");
    }
    return text.append(reason).toString();
  }

  Map<String, Object> json(String unit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", code.text());
    if (line > 0) {
      json.put(unit, line);
    }
    put(json, "type", type);
    put(json, "id", id);
    put(json, "field", field);
    json.put("reason", reason);
    put(json, "excerpt", excerpt);
    return json;
  }

  private static void put(Map<String, Object> json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  static String shorten(String id) {
    return id.length() <= MAX_ID ? id : id.substring(0, MAX_ID - 1) + "…";
  }
}
