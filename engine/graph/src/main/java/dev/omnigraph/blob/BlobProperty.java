package dev.omnigraph.blob;

import dev.omnigraph.call.BlobError;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.lang.UnknownType;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A property of type Blob.
 *
 * @param contentType the name of the property that says what the content is; null without one
 */
record BlobProperty(EntityType type, String name, @Nullable String contentType) {

  /** The type of a place, if there is one of that name. */
  static Optional<EntityType> type(Catalog catalog, BlobPlace place) {
    return catalog
        .node(place.type())
        .<EntityType>map(node -> node)
        .or(() -> catalog.edge(place.type()));
  }

  /**
   * The property that a place names.
   *
   * @throws GraphException {@code unknown_type}, {@code unknown_property} or {@code not_a_blob}
   */
  static BlobProperty of(Catalog catalog, BlobPlace place) {
    EntityType type = type(catalog, place).orElseThrow(() -> unknownType(catalog, place));
    Property property =
        type.property(place.property()).orElseThrow(() -> unknownProperty(type, place));
    if (!(property.type() instanceof PropertyType.Blob)) {
      throw GraphException.of(
              BlobError.NOT_A_BLOB,
              "The property `%s` of `%s` is %s, not a Blob."
                  .formatted(property.name(), type.name(), property.type().spelling()))
          .with("type", type.name())
          .with("field", property.name())
          .build();
    }
    String contentType = property.contentType();
    return new BlobProperty(
        type,
        property.name(),
        // A schema that was accepted while the annotation meant nothing may name anything.
        contentType != null && isWritten(type, contentType) ? contentType : null);
  }

  /** Whether the property can have the content's type, whatever that is: a key cannot. */
  private static boolean isWritten(EntityType type, String property) {
    return type.property(property)
            .map(named -> named.type() == PropertyType.Scalar.STRING)
            .orElse(false)
        && type.key().map(key -> !key.members().contains(property)).orElse(true);
  }

  private static GraphException unknownType(Catalog catalog, BlobPlace place) {
    List<String> names = catalog.entities().stream().map(EntityType::name).toList();
    return UnknownType.of(
        "There is no node or edge type `%s`.".formatted(place.type()), place.type(), names);
  }

  private static GraphException unknownProperty(EntityType type, BlobPlace place) {
    List<String> names =
        type.properties().stream()
            .filter(property -> property.type() instanceof PropertyType.Blob)
            .map(Property::name)
            .toList();
    return GraphException.of(
            LanguageError.UNKNOWN_PROPERTY,
            "`%s` has no property `%s`.".formatted(type.name(), place.property()))
        .next(Suggestions.help(place.property(), names, "Blobs of `%s`".formatted(type.name())))
        .with("type", type.name())
        .with("field", place.property())
        .build();
  }
}
