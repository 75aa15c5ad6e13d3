package dev.omnigraph.schema;

import dev.omnigraph.schema.SchemaPlan.Planned;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares how a property is found: its index, and what makes its vectors. */
final class SearchDiff {
  private final EntityType wasOf;
  private final EntityType type;
  private final Property was;
  private final Property property;

  SearchDiff(EntityType wasOf, EntityType type, Property was, Property property) {
    this.wasOf = wasOf;
    this.type = type;
    this.was = was;
    this.property = property;
  }

  void add(List<Planned> steps) {
    boolean sameMeaning = hasSameMeaning();
    if (was.isIndexed() != property.isIndexed()) {
      steps.add(
          planned(
              property.isIndexed()
                  ? new SchemaStep.AddIndex(type, property)
                  : new SchemaStep.DropIndex(type, property),
              sameMeaning ? null : "Answers of searches change at once."));
    } else if (!sameMeaning) {
      steps.add(
          planned(
              new SchemaStep.ChangeIndex(type, was, property),
              "Answers of searches change at once; the next `optimize` builds the index again."));
    }
    if (!embedding(wasOf, was).equals(embedding(type, property))) {
      steps.add(planned(new SchemaStep.ChangeEmbedding(type, was, property), hint()));
    }
  }

  private @Nullable String hint() {
    if (property.embedding().isEmpty()) {
      return null;
    }
    return was.embedding().isPresent()
        ? "The vectors that are there are cleared; `omnigraph embed` makes them again."
        : "The vectors that are there were not made by it.";
  }

  /** However it is written. */
  private boolean hasSameMeaning() {
    boolean texts = was.type() == Scalar.STRING && property.type() == Scalar.STRING;
    boolean vectors =
        was.type() instanceof PropertyType.Vector && property.type() instanceof PropertyType.Vector;
    return (!texts || was.analysis().equals(property.analysis()))
        && (!vectors || was.metric() == property.metric());
  }

  /** By the id of the source, which a rename keeps. */
  private static Optional<Made> embedding(EntityType type, Property property) {
    return property
        .embedding()
        .map(embedding -> new Made(type.property(embedding.source()), embedding.model()));
  }

  private record Made(int source, String model) {
    Made(Optional<Property> source, String model) {
      this(source.map(Property::id).orElse(-1), model);
    }
  }

  private static Planned planned(SchemaStep step, @Nullable String hint) {
    return new Planned(step, null, hint, null);
  }
}
