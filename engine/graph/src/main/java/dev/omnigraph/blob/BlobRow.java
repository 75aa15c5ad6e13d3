package dev.omnigraph.blob;

import dev.omnigraph.call.BlobError;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.Need;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.StoredBlob;
import dev.omnigraph.table.Table;
import dev.omnigraph.view.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The row of an entity, as far as one of its blobs goes.
 *
 * @param blob null when the entity has no value
 */
record BlobRow(long address, @Nullable String contentType, @Nullable StoredBlob blob) {

  /**
   * Reads nothing of the blob. The look-up object of the table says where the row is; without one,
   * or where it does not know the row, a scan finds it.
   *
   * @throws GraphException {@code entity_not_found}
   */
  static BlobRow find(
      View view, BlobProperty property, BlobPlace place, BufferAllocator allocator) {
    Table table = view.table(property.type());
    List<String> columns = new ArrayList<>(List.of(property.name()));
    if (property.contentType() != null) {
      columns.add(property.contentType());
    }
    String id = property.type().idOf(place.id());
    ScanRequest request = ScanRequest.of(columns).addressed().unreadBlobs();
    try (BatchStream stream = table.scan(narrowed(request, table, id, allocator))) {
      while (stream.next()) {
        if (stream.batch().getRowCount() > 0) {
          return of(table, property, stream.batch());
        }
      }
    }
    throw GraphException.of(
            BlobError.ENTITY_NOT_FOUND,
            "There is no %s \"%s\".".formatted(property.type().name(), place.id()))
        .with("type", property.type().name())
        .with("id", place.id())
        .build();
  }

  /** The request for the row of an id. */
  private static ScanRequest narrowed(
      ScanRequest request, Table table, String id, BufferAllocator allocator) {
    ScanRequest byId =
        request.where(new Predicate.Compare(ArrowSchemas.ID, Predicate.Compare.Operator.EQ, id));
    Lookup lookup = table.lookup(LookupColumn.ID);
    if (lookup == null) {
      return byId;
    }
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    List<Long> found = new ArrayList<>();
    try {
      if (lookup.uncoveredRows() > Lookup.MOST_UNCOVERED_ROWS) {
        return byId;
      }
      lookup.read(
          new int[0],
          List.of(key),
          Need.IDS.withAddresses(),
          allocator,
          block -> {
            int at = block.find(key);
            if (at >= 0 && block.start(at) < block.end(at) && block.isLive(block.start(at))) {
              found.add(block.address(block.start(at)));
            }
          });
    } catch (DerivedUnusable unusable) {
      return byId;
    }
    return found.isEmpty() ? byId.in(lookup.uncovered()) : request.at(found);
  }

  private static BlobRow of(Table table, BlobProperty property, VectorSchemaRoot batch) {
    String contentType = property.contentType();
    Object said = contentType == null ? null : ArrowValues.get(batch.getVector(contentType), 0);
    return new BlobRow(
        CommittedRows.address(batch, 0),
        said == null ? null : Objects.toString(said),
        table.blob(property.name(), batch, 0).orElse(null));
  }
}
