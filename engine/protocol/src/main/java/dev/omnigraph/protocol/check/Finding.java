package dev.omnigraph.protocol.check;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.PutOutcome;
import java.util.function.Supplier;

/**
 * Something about a graph that is not as it should be.
 *
 * @param subject the object or branch, below the graph root
 * @param message for people
 * @param repaired whether it was, just now
 */
public record Finding(FindingCode code, String subject, String message, boolean repaired) {

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

  public Severity severity() {
    return code.severity();
  }

  static Finding of(FindingCode code, String subject, String message) {
    return new Finding(code, subject, message, false);
  }

  static Finding of(FindingCode code, String subject, GraphException cause) {
    return of(code, subject, String.valueOf(cause.getMessage()));
  }

  /** The same after writing again what is derived, if that was asked for and went well. */
  Finding mended(boolean repair, Supplier<PutOutcome> write) {
    return repair && write.get() instanceof PutOutcome.Done ? asRepaired() : this;
  }

  Finding asRepaired() {
    return new Finding(code, subject, message, true);
  }
}
