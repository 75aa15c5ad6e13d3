package dev.omnigraph.row;

import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A schema with every rule in it:
 *
 * <pre>
 * node Person {
 *   name: String @key   age: I32?   email: String? @unique   kind: enum(employee, guest)
 *   tags: [String]?   face: Vector(2)?   born: Date?   photo: Blob?
 *   @range(age, 0..200)   @check(name, "[A-Za-z ]+")
 * }
 * node Company { title: String   city: String?   country: String?   @unique(title, city) }
 * edge Knows: Person -> Person { since: Date?   strength: I64? }
 * edge WorksAt: Person -> Company @card(0..1) { @key(src, dst)   role: String? }
 * edge Owns: Company -> Person @card(1..2) { }
 * </pre>
 */
public final class TestSchema {
  public static final NodeType PERSON =
      new NodeType(
          "01PERSON",
          1,
          "Person",
          List.of(),
          List.of(
              property(1, "name", Scalar.STRING, false),
              property(2, "age", Scalar.I32, true),
              property(3, "email", Scalar.STRING, true),
              property(
                  4, "kind", new PropertyType.Enumeration(List.of("employee", "guest")), false),
              property(5, "tags", new PropertyType.ListOf(Scalar.STRING), true),
              property(6, "face", new PropertyType.Vector(2), true),
              property(7, "born", Scalar.DATE, true),
              property(8, "photo", new PropertyType.Blob(), true)),
          List.of(
              Constraint.Key.of("name"),
              new Constraint.Unique(List.of("email")),
              new Constraint.Range("age", BigDecimal.ZERO, BigDecimal.valueOf(200)),
              new Constraint.Check("name", "[A-Za-z ]+")),
          List.of(),
          9);

  public static final NodeType COMPANY =
      new NodeType(
          "01COMPANY",
          1,
          "Company",
          List.of(),
          List.of(
              property(1, "title", Scalar.STRING, false),
              property(2, "city", Scalar.STRING, true),
              property(3, "country", Scalar.STRING, true)),
          List.of(new Constraint.Unique(List.of("title", "city"))),
          List.of(),
          4);

  public static final EdgeType KNOWS =
      new EdgeType(
          "01KNOWS",
          1,
          "Knows",
          "Person",
          "Person",
          Cardinality.ANY,
          List.of(
              property(1, "since", Scalar.DATE, true), property(2, "strength", Scalar.I64, true)),
          List.of(),
          List.of(),
          3);

  public static final EdgeType WORKS_AT =
      new EdgeType(
          "01WORKSAT",
          1,
          "WorksAt",
          "Person",
          "Company",
          new Cardinality(0, OptionalInt.of(1)),
          List.of(property(1, "role", Scalar.STRING, true)),
          List.of(Constraint.Key.of("src", "dst")),
          List.of(),
          2);

  public static final EdgeType OWNS =
      new EdgeType(
          "01OWNS",
          1,
          "Owns",
          "Company",
          "Person",
          new Cardinality(1, OptionalInt.of(2)),
          List.of(),
          List.of(),
          List.of(),
          1);

  /** Without {@code Owns}, so that companies can stand alone. */
  public static final Catalog CATALOG =
      new Catalog(
          SchemaHash.NONE,
          "",
          List.of(),
          List.of(PERSON, COMPANY),
          List.of(KNOWS, WORKS_AT),
          Map.of());

  public static final Catalog WITH_OWNERS =
      new Catalog(
          SchemaHash.NONE,
          "",
          List.of(),
          List.of(PERSON, COMPANY),
          List.of(KNOWS, WORKS_AT, OWNS),
          Map.of());

  private TestSchema() {}

  private static Property property(int id, String name, PropertyType type, boolean nullable) {
    return new Property(id, name, type, nullable, List.of());
  }
}
