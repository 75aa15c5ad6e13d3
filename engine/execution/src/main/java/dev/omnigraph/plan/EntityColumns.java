package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.Locale;

/** Names of the columns that every entity of a kind has, or every path. */
public final class EntityColumns {
  private static final String NOT_STORED = "#";

  /**
   * A text that tells what is no entity of one type from all others of its variable, and orders it:
   * edges by their ids and the names of their types, paths by the ids of their nodes.
   */
  public static final String IDENTITY = NOT_STORED + "identity";

  private EntityColumns() {}

  /** Whether tables have a column of that name, and it is not made by a query. */
  public static boolean isStored(String name) {
    return !name.startsWith(NOT_STORED);
  }

  /** What is shown of an entity or a path, besides its properties. */
  public static List<Expr.Meta.Field> of(Variable variable) {
    return switch (variable.kind()) {
      case PATH -> List.of(Expr.Meta.Field.LENGTH, Expr.Meta.Field.NODES, Expr.Meta.Field.EDGES);
      case ANY_EDGE ->
          List.of(
              Expr.Meta.Field.ID, Expr.Meta.Field.TYPE, Expr.Meta.Field.SRC, Expr.Meta.Field.DST);
      case ENTITY, ANY_NODE ->
          variable.type() instanceof EdgeType
              ? List.of(Expr.Meta.Field.ID, Expr.Meta.Field.SRC, Expr.Meta.Field.DST)
              : List.of(Expr.Meta.Field.ID);
    };
  }

  /**
   * The column with the values of a property. A key that is one text is the id, which is read
   * anyhow.
   */
  public static String name(Variable variable, Property property) {
    return variable.isEntity()
            && variable.type() instanceof NodeType node
            && property.type() == Scalar.STRING
            && node.isKey(property)
        ? ArrowSchemas.ID
        : property.name();
  }

  public static String name(Expr.Prop prop) {
    return name(prop.variable(), prop.property());
  }

  public static String name(Expr.Meta.Field field) {
    return switch (field) {
      case ID -> ArrowSchemas.ID;
      case SRC -> ArrowSchemas.SRC;
      case DST -> ArrowSchemas.DST;
      // No properties have such names.
      case TYPE, LENGTH, NODES, EDGES -> NOT_STORED + field.name().toLowerCase(Locale.ROOT);
    };
  }
}
