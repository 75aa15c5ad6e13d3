package dev.omnigraph.table;

/**
 * A version that the table library made: of other columns, rewritten fragments, or more indexes.
 */
public record NewBase(Pin pin) implements TableStep {
  @Override
  public Pin after(Pin base) {
    if (!pin.path().equals(base.path()) || pin.generation() != base.generation() + 1) {
      throw new IllegalArgumentException("it does not follow the version before it");
    }
    return pin;
  }
}
