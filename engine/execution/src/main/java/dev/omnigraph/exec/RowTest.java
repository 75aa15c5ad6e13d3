package dev.omnigraph.exec;

/** A condition on the rows of one relation, compiled against its vectors. */
@FunctionalInterface
interface RowTest {
  boolean test(int row);
}
