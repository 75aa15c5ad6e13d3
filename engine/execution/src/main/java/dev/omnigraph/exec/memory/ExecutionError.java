package dev.omnigraph.exec.memory;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;

/**
 * What can go wrong with a query that compiles. Here, because this is what all of execution knows.
 */
public enum ExecutionError implements ErrorCode {
  QUERY_WRITES(
      ErrorKind.INVALID,
      "A mutation was sent where only reads are done.",
      "Send it as a mutation."),
  NUMBER_OVERFLOW(
      ErrorKind.INVALID,
      "The result of an aggregate is outside the finite numbers, the range of F64.",
      "Sum fewer rows or smaller values, or take the average, which is always among the values."),
  TOO_MANY_ROWS(
      ErrorKind.TOO_LARGE,
      "A step of the query has more rows than can be numbered.",
      "Match fewer entities, or connect all patterns by edges."),
  QUERY_MEMORY_EXCEEDED(
      ErrorKind.TOO_LARGE,
      "The query or its answer needs more memory than one query can have.",
      "Match fewer entities, connect all patterns by edges, or return fewer properties."),
  QUERY_TIME_EXCEEDED(
      ErrorKind.TOO_LARGE,
      "The query takes longer than one query may.",
      "Match fewer entities, connect all patterns by edges, or set a limit."),
  TOO_MANY_QUERIES(
      ErrorKind.UNAVAILABLE,
      "Other queries have used the memory for queries for too long.",
      "Send the query again later, or send fewer at the same time.");

  private final Entry entry;

  ExecutionError(ErrorKind kind, String meaning, String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
