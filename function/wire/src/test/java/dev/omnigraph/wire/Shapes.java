package dev.omnigraph.wire;

import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.stream.Collectors;

/** A schema that answers tell of, and how these tests write what is expected. */
final class Shapes {
  static final NodeType PERSON =
      new NodeType(
          "01P",
          1,
          "Person",
          List.of(),
          List.of(
              new Property(1, "name", Scalar.STRING, false, List.of()),
              new Property(2, "age", Scalar.I32, true, List.of())),
          List.of(),
          List.of(),
          3);
  static final EdgeType KNOWS =
      new EdgeType(
          "01K",
          1,
          "Knows",
          "Person",
          "Person",
          Cardinality.ANY,
          List.of(new Property(1, "since", Scalar.DATE, true, List.of())),
          List.of(),
          List.of(),
          2);

  private Shapes() {}

  /** A text as it is sent, without line breaks. */
  static String oneLine(String lines) {
    return lines.lines().collect(Collectors.joining());
  }
}
