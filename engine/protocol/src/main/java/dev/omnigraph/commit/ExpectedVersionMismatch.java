package dev.omnigraph.commit;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.table.Pin;

/** A table moved under an operation that must not be prepared again. Nothing happened. */
public final class ExpectedVersionMismatch extends GraphException {
  private static final long serialVersionUID = 1L;

  private final transient TableId table;
  private final transient Pin expected;
  private final transient Pin actual;

  public ExpectedVersionMismatch(TableId table, Pin expected, Pin actual) {
    super(
        of(
                ProtocolError.EXPECTED_VERSION_MISMATCH,
                "Table "
                    + table
                    + " was at generation "
                    + expected.generation()
                    + " when the operation was planned and is at generation "
                    + actual.generation()
                    + " now.")
            .with("table", table)
            .with("expected", Long.toString(expected.version()))
            .with("actual", Long.toString(actual.version())));
    this.table = table;
    this.expected = expected;
    this.actual = actual;
  }

  public TableId table() {
    return table;
  }

  public Pin expected() {
    return expected;
  }

  public Pin actual() {
    return actual;
  }
}
