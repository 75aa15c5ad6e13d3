package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import java.util.List;
import java.util.stream.Stream;

/** Conditions that hold together, one by one. */
public final class Conjuncts {
  private Conjuncts() {}

  /** The terms of nested {@code and}s. */
  public static List<Expr> of(Expr condition) {
    return stream(condition).toList();
  }

  private static Stream<Expr> stream(Expr condition) {
    return condition instanceof Expr.And and
        ? and.terms().stream().flatMap(Conjuncts::stream)
        : Stream.of(condition);
  }
}
