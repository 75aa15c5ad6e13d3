package dev.omnigraph.table;

import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a column's search segments find rows by. Answers never depend on them, only their cost does.
 */
public sealed interface SegmentSpec {
  String column();

  SegmentRef.Kind kind();

  /** As {@link SegmentRef#how} says it. */
  String how();

  /** The terms of texts. */
  record Texts(String column, TextAnalysis analysis) implements SegmentSpec {
    @Override
    public SegmentRef.Kind kind() {
      return SegmentRef.Kind.TEXT;
    }

    @Override
    public String how() {
      return SegmentSpec.how(analysis);
    }
  }

  /** Vectors that are near. */
  record Vectors(String column, VectorMetric metric, int dimension) implements SegmentSpec {
    @Override
    public SegmentRef.Kind kind() {
      return SegmentRef.Kind.VECTOR;
    }

    @Override
    public String how() {
      return SegmentSpec.how(metric);
    }
  }

  /** The segments of a type: of its Strings and Vectors that have {@code @index}. */
  static List<SegmentSpec> of(EntityType type) {
    List<SegmentSpec> specs = new ArrayList<>();
    for (Property property : type.properties()) {
      if (!property.isIndexed()) {
        continue;
      }
      if (property.type() == PropertyType.Scalar.STRING) {
        specs.add(new Texts(property.name(), property.analysis()));
      } else if (property.type() instanceof PropertyType.Vector vector) {
        specs.add(new Vectors(property.name(), property.metric(), vector.dimension()));
      }
    }
    return List.copyOf(specs);
  }

  static String how(TextAnalysis analysis) {
    return analysis.text();
  }

  static String how(VectorMetric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }
}
