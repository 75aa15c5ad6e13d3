package dev.omnigraph.commit;

/**
 * Something about a graph that is not as it should be.
 *
 * @param code stable, lower snake case
 * @param subject the object or branch, below the graph root
 * @param message for people
 * @param repaired whether it was, just now
 */
public record Finding(
    String code, Severity severity, String subject, String message, boolean repaired) {

  /** What it means for the graph. */
  public enum Severity {
    /** Something that cannot be derived from anything else is gone or unreadable. */
    DAMAGE,
    /** Something derived is missing or wrong: slower at most, and repair writes it again. */
    DERIVED,
    /** An operation has not ended, or its writer died; recovery settles it. */
    PENDING,
    /** Not of this engine; nothing reads it. */
    FOREIGN
  }

  Finding asRepaired() {
    return new Finding(code, severity, subject, message, true);
  }
}
