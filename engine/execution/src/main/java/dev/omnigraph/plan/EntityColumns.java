package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.table.ArrowSchemas;

/** Names of the columns that every table of a kind has. */
public final class EntityColumns {
  private EntityColumns() {}

  public static String name(Expr.Meta.Field field) {
    return switch (field) {
      case ID -> ArrowSchemas.ID;
      case SRC -> ArrowSchemas.SRC;
      case DST -> ArrowSchemas.DST;
    };
  }
}
