package dev.omnigraph.commit;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.table.Pin;
import java.util.Map;

/** A table moved under an operation that must not be prepared again. Nothing happened. */
public final class ExpectedVersionMismatch extends GraphException {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final transient Pin expected;
  private final transient Pin actual;

  public ExpectedVersionMismatch(String table, Pin expected, Pin actual) {
    super(
        ErrorKind.CONFLICT,
        "expected_version_mismatch",
        "Table "
            + table
            + " was at generation "
            + expected.generation()
            + " when the operation was planned and is at generation "
            + actual.generation()
            + " now.",
        "Plan the operation again on the present state.",
        Map.of(
            "table",
            table,
            "expected",
            Long.toString(expected.version()),
            "actual",
            Long.toString(actual.version())),
        null);
    this.table = table;
    this.expected = expected;
    this.actual = actual;
  }

  public String table() {
    return table;
  }

  public Pin expected() {
    return expected;
  }

  public Pin actual() {
    return actual;
  }
}
