package dev.omnigraph.table;

/**
 * A version that no change of rows makes: of other columns, rewritten fragments, more indexes or
 * other derived objects.
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
