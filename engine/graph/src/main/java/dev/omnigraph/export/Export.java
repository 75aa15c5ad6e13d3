package dev.omnigraph.export;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportAnswer;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.lang.UnknownType;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.view.View;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * One state of a graph on its way into files: node types, then edge types, each in the order of the
 * schema, so that whoever reads them in this order knows the ends of each edge. The rows of a type
 * come in no particular order. Holds one batch of rows at a time; a state does not change, so an
 * export that takes long is as coherent as a short one, as long as cleanup keeps its data.
 */
public final class Export implements AutoCloseable {
  private final View view;
  private final EntityFormat format;
  private final List<ExportedType> types;
  private final String cursor;

  /**
   * Reads no rows yet.
   *
   * @param view closed with this, and by the caller if this fails
   * @param cursor of a feed of types, or of all, that goes on where the view ends
   * @throws GraphException {@code unknown_type}
   */
  public Export(View view, Function<List<String>, String> cursor, ExportRequest request) {
    this.view = view;
    this.format = request.format();
    this.types =
        wanted(view.catalog(), request.types()).stream()
            .map(type -> ExportedType.of(type, request.withBlobs()))
            .toList();
    this.cursor = cursor.apply(request.types().isEmpty() ? List.of() : types());
  }

  /** The commit that is exported. */
  public CommitId commitId() {
    return view.logicalCommitId();
  }

  public EntityFormat format() {
    return format;
  }

  /**
   * Where the feed of the branch goes on from what is exported, with the types of the export as its
   * filter: nothing is missing in between, and nothing comes twice.
   */
  public String cursor() {
    return cursor;
  }

  /** Names of the types, in their order. */
  public List<String> types() {
    return types.stream().map(exported -> exported.type().name()).toList();
  }

  /**
   * Writes everything.
   *
   * @throws IOException as the target does; what it has got by then is not complete
   */
  public ExportAnswer writeTo(ExportTarget target) throws IOException {
    SequencedMap<String, Long> rows = new LinkedHashMap<>();
    try (EntityWriter writer = writer(target)) {
      for (ExportedType type : types) {
        writer.begin(type);
        rows.put(type.type().name(), write(type, writer));
      }
      writer.end();
    }
    return new ExportAnswer(commitId(), rows);
  }

  @Override
  public void close() {
    view.close();
  }

  private EntityWriter writer(ExportTarget target) throws IOException {
    return switch (format) {
      case JSONL -> new JsonLinesWriter(target.open(ExportTarget.ALL));
      case CSV -> new CsvEntityWriter(target);
      case PARQUET -> new ParquetEntityWriter(target);
    };
  }

  private long write(ExportedType exported, EntityWriter writer) throws IOException {
    EntityType type = exported.type();
    var pin = view.pins().get(type.tableId());
    if (pin == null || pin.rows() == 0) {
      return 0;
    }
    long rows = 0;
    @Nullable Object[] values = new @Nullable Object[exported.columns().size()];
    try (BatchStream stream = view.table(type).scan(ScanRequest.of(exported.columns()))) {
      while (stream.next()) {
        VectorSchemaRoot batch = stream.batch();
        List<FieldVector> vectors = exported.columns().stream().map(batch::getVector).toList();
        for (int row = 0; row < batch.getRowCount(); row++) {
          for (int column = 0; column < values.length; column++) {
            values[column] = ArrowValues.get(vectors.get(column), row);
          }
          writer.row(exported, values);
        }
        rows += batch.getRowCount();
      }
    }
    return rows;
  }

  private static List<EntityType> wanted(Catalog catalog, List<String> names) {
    List<EntityType> named = names.stream().map(name -> type(catalog, name)).toList();
    return catalog.entities().stream()
        .filter(type -> names.isEmpty() || named.contains(type))
        .toList();
  }

  private static EntityType type(Catalog catalog, String name) {
    Optional<? extends EntityType> node = catalog.node(name);
    Optional<? extends EntityType> type = node.isPresent() ? node : catalog.edge(name);
    if (type.isPresent()) {
      return type.get();
    }
    List<String> known = catalog.entities().stream().map(EntityType::name).toList();
    throw UnknownType.of("There is no type `%s`.".formatted(name), name, known);
  }
}
