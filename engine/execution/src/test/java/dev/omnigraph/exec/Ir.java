package dev.omnigraph.exec;

import dev.omnigraph.lang.Span;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.Annotation;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Types and typed expressions in few words. */
public final class Ir {
  public static final Span AT = new Span("test.gq", 1, 1, 0, 0);
  private static final ValueType BOOL = new ValueType.Value(Scalar.BOOL, false);

  private Ir() {}

  public static Property property(String name, PropertyType type) {
    return new Property(name.hashCode(), name, type, true, List.of());
  }

  public static Property indexed(Property property) {
    return new Property(
        property.id(),
        property.name(),
        property.type(),
        property.nullable(),
        List.of(new Annotation("index", List.of())));
  }

  public static NodeType node(String name, Property... properties) {
    return new NodeType(
        name, 1, name, List.of(), List.of(properties), List.of(), List.of(), properties.length + 1);
  }

  /** The same, with one node at most for the values of the members, which all nodes have. */
  public static NodeType keyed(NodeType type, String... members) {
    List<String> key = List.of(members);
    return new NodeType(
        type.id(),
        1,
        type.name(),
        List.of(),
        type.properties().stream().map(p -> key.contains(p.name()) ? required(p) : p).toList(),
        List.of(Constraint.Key.of(members)),
        List.of(),
        type.nextPropertyId());
  }

  private static Property required(Property property) {
    return new Property(
        property.id(), property.name(), property.type(), false, property.annotations());
  }

  public static EdgeType edge(String name, NodeType from, NodeType to, Property... properties) {
    return new EdgeType(
        name,
        1,
        name,
        from.name(),
        to.name(),
        Cardinality.ANY,
        List.of(properties),
        List.of(),
        List.of(),
        properties.length + 1);
  }

  /** The same, with one edge at most for the values of the members. */
  public static EdgeType keyed(EdgeType type, String... members) {
    return new EdgeType(
        type.id(),
        1,
        type.name(),
        type.source(),
        type.target(),
        Cardinality.ANY,
        type.properties(),
        List.of(Constraint.Key.of(members)),
        List.of(),
        type.nextPropertyId());
  }

  public static Variable variable(int slot, String name, EntityType type) {
    return new Variable(slot, name, Variable.Kind.ENTITY, type, false);
  }

  public static Expr.Prop prop(Variable variable, String name) {
    Property property = variable.type().property(name).orElseThrow();
    return new Expr.Prop(variable, property, new ValueType.Value(property.type(), true), AT);
  }

  /** What tells entities apart; of paths their length. */
  public static Expr.Meta id(Variable variable) {
    boolean path = variable.kind() == Variable.Kind.PATH;
    return meta(variable, path ? Expr.Meta.Field.LENGTH : Expr.Meta.Field.ID);
  }

  public static Expr.Meta meta(Variable variable, Expr.Meta.Field field) {
    PropertyType type =
        switch (field) {
          case ID, SRC, DST, TYPE -> Scalar.STRING;
          case LENGTH -> Scalar.I64;
          case NODES, EDGES -> new PropertyType.ListOf(Scalar.STRING);
        };
    return new Expr.Meta(variable, field, new ValueType.Value(type, false), AT);
  }

  public static Expr.Literal literal(Object value) {
    PropertyType type =
        switch (value) {
          case String s -> Scalar.STRING;
          case Boolean b -> Scalar.BOOL;
          case Integer i -> Scalar.I32;
          case Long l -> Scalar.I64;
          case BigInteger b -> Scalar.U64;
          case Float f -> Scalar.F32;
          case Double d -> Scalar.F64;
          case LocalDate d -> Scalar.DATE;
          case Instant t -> Scalar.DATETIME;
          default -> throw new IllegalArgumentException("No literal of " + value.getClass());
        };
    return new Expr.Literal(value, new ValueType.Value(type, false), AT);
  }

  public static Expr.Literal nothing() {
    return new Expr.Literal(null, new ValueType.Null(), AT);
  }

  public static Expr.Param param(String name, PropertyType type) {
    return new Expr.Param(name, new ValueType.Value(type, true), AT);
  }

  public static Expr.Compare compare(Expr left, Expr.Compare.Op op, Expr right) {
    return new Expr.Compare(op, left, right, BOOL, AT);
  }

  public static Expr.Compare eq(Expr left, Expr right) {
    return compare(left, Expr.Compare.Op.EQ, right);
  }

  public static Expr contains(Expr subject, Expr part) {
    return new Expr.Contains(subject, part, BOOL, AT);
  }

  public static Expr startsWith(Expr subject, Expr prefix) {
    return new Expr.StartsWith(subject, prefix, BOOL, AT);
  }

  public static Expr and(Expr... terms) {
    return new Expr.And(new ArrayList<>(List.of(terms)), BOOL, AT);
  }

  public static Expr or(Expr... terms) {
    return new Expr.Or(new ArrayList<>(List.of(terms)), BOOL, AT);
  }

  public static Expr not(Expr term) {
    return new Expr.Not(term, BOOL, AT);
  }

  public static Expr isNull(Expr value) {
    return new Expr.IsNull(value, BOOL, AT);
  }

  /** A list that all are elements of. */
  public static Expr list(PropertyType element, Object... values) {
    return new Expr.Literal(
        List.of(values), new ValueType.Value(new PropertyType.ListOf(element), false), AT);
  }

  /** With the type that the operands give it. */
  public static Expr arithmetic(Expr left, Expr.Arithmetic.Op op, Expr right) {
    PropertyType type =
        op == Expr.Arithmetic.Op.DIVIDE ? Scalar.F64 : computed(type(left), type(right));
    return new Expr.Arithmetic(op, left, right, new ValueType.Value(type, true), AT);
  }

  public static Expr shift(Expr time, boolean back, Expr duration) {
    return new Expr.Shift(time, back, duration, time.type(), AT);
  }

  public static Expr call(Expr.Call.Function function, PropertyType type, Expr... arguments) {
    return new Expr.Call(function, List.of(arguments), new ValueType.Value(type, true), AT);
  }

  /** A literal null is of any type, and taken for an I64. */
  static PropertyType type(Expr expr) {
    return expr.type() instanceof ValueType.Value(var type, var nullable) ? type : Scalar.I64;
  }

  /** The type of what is computed from two numbers, or two texts. */
  static PropertyType computed(PropertyType left, PropertyType right) {
    List<PropertyType> both = List.of(left, right);
    if (both.contains(Scalar.STRING)) {
      return Scalar.STRING;
    }
    if (both.contains(Scalar.F32) || both.contains(Scalar.F64)) {
      return Scalar.F64;
    }
    return both.contains(Scalar.U64) ? Scalar.U64 : Scalar.I64;
  }
}
