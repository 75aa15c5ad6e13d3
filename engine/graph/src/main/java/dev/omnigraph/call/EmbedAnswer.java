package dev.omnigraph.call;

import dev.omnigraph.id.BranchName;
import java.util.List;

/**
 * What became of the texts without a vector.
 *
 * @param commits how many there were
 * @param properties every vector of the schema that is made of a text, in the catalog's order
 */
public record EmbedAnswer(BranchName branch, long commits, List<Property> properties) {
  public EmbedAnswer {
    properties = List.copyOf(properties);
  }

  /**
   * The texts of one property.
   *
   * @param model that the schema names
   * @param embedded that have a vector now, by this request
   * @param refused that the model refuses, each by itself
   * @param left that have no vector, and were not tried; of another model than the configured one,
   *     all
   */
  public record Property(
      String type, String property, String model, long embedded, long refused, long left) {}

  /** All vectors that were made. */
  public long embedded() {
    return properties.stream().mapToLong(Property::embedded).sum();
  }

  /** All texts that still have none, but for those that were refused. */
  public long left() {
    return properties.stream().mapToLong(Property::left).sum();
  }

  /** All texts that were refused. */
  public long refused() {
    return properties.stream().mapToLong(Property::refused).sum();
  }
}
