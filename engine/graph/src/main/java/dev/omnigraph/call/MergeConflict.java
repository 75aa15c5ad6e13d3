package dev.omnigraph.call;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that two sides changed in ways that do not go together.
 *
 * @param type name of the entity's type
 * @param property of several, the names with a comma between; null when it is about the entity
 * @param reason a sentence without the place
 * @param base the entity as both sides had it last, by property in Java form; null when it was not
 *     there, or is not known
 * @param ours as the target has it; null when it is not there
 * @param theirs as the source has it; null when it is not there
 */
public record MergeConflict(
    Kind kind,
    String type,
    String id,
    @Nullable String property,
    String reason,
    @Nullable Map<String, @Nullable Object> base,
    @Nullable Map<String, @Nullable Object> ours,
    @Nullable Map<String, @Nullable Object> theirs) {

  /** The same where source and target are the other way round. */
  public MergeConflict exchanged() {
    @Nullable Map<String, @Nullable Object> here = theirs;
    @Nullable Map<String, @Nullable Object> there = ours;
    return new MergeConflict(kind, type, id, property, reason, base, here, there);
  }

  /** As details of an error and answers spell it. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", kind.text());
    json.put("type", type);
    json.put("id", id);
    if (property != null) {
      json.put("property", property);
    }
    json.put("reason", reason);
    json.put("base", base);
    json.put("ours", ours);
    json.put("theirs", theirs);
    return json;
  }

  /** What does not go together. */
  public enum Kind {
    /** Both sides inserted the entity, with different values. */
    DIVERGENT_INSERT("DivergentInsert"),
    /** Both sides gave a property another value. */
    DIVERGENT_UPDATE("DivergentUpdate"),
    /** One side changed what the other deleted. */
    DELETE_VS_UPDATE("DeleteVsUpdate"),
    /** One side deleted a node to or from which the other made an edge. */
    ORPHAN_EDGE("OrphanEdge"),
    UNIQUE_VIOLATION("UniqueViolation"),
    CARDINALITY_VIOLATION("CardinalityViolation"),
    /** A value that a rule of the schema forbids. */
    VALUE_CONSTRAINT_VIOLATION("ValueConstraintViolation");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As answers spell it. */
    public String text() {
      return text;
    }
  }
}
