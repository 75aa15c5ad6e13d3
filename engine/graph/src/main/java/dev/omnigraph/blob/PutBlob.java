package dev.omnigraph.blob;

import dev.omnigraph.call.BlobError;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.ContentTypes;
import dev.omnigraph.call.PutBlobAnswer;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.PreparedWrite;
import dev.omnigraph.rule.ReadSet;
import dev.omnigraph.rule.Validator;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.rule.Writer;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The content of one blob as one commit: an update of one property, with the rules and the rivals
 * of every mutation. The content that is there is never read, only its digest. Without a change
 * there is no commit.
 */
public final class PutBlob implements Operation<PutBlobAnswer> {
  private final PutBlobRequest request;
  private final String digest;
  private final BufferAllocator allocator;
  private final Writer writer;

  /**
   * @param allocator for what finds the row, and for the row until it is staged
   * @throws GraphException {@code invalid_content_type}
   */
  public PutBlob(PutBlobRequest request, BufferAllocator allocator, Writer writer) {
    this.writer = writer;
    this.request = request;
    this.digest = Sha256.hex(request.content());
    this.allocator = allocator;
    String contentType = request.contentType();
    if (contentType != null && !ContentTypes.isOne(contentType)) {
      throw GraphException.of(
              BlobError.INVALID_CONTENT_TYPE,
              "\"%s\" is not a content type.".formatted(contentType))
          .build();
    }
  }

  @Override
  public CommitKind kind() {
    return CommitKind.MUTATE;
  }

  /**
   * @throws GraphException {@code unknown_type}, {@code unknown_property}, {@code not_a_blob},
   *     {@code entity_not_found}, {@code blob_changed}, or a violated constraint
   */
  @Override
  public PreparedWrite<PutBlobAnswer> prepare(View view) {
    BlobPlace place = request.place();
    BlobProperty property = BlobProperty.of(writer.known().apply(view), place);
    writer.mayWrite().accept(view, property.type());
    TableDelta delta = new TableDelta(property.type(), allocator);
    try {
      change(view, property, delta);
      Violations violations = new Violations(null);
      Validator validator = new Validator(view, List.of(delta));
      validator.checkRows(violations);
      ReadSet readSet = validator.checkState(violations);
      violations.throwIfAny();
      return PreparedWrite.of(
          List.of(delta), Map.of(), readSet, Set.of(), false, id -> answer(id, false));
    } catch (RuntimeException e) {
      delta.close();
      throw e;
    }
  }

  @Override
  public PutBlobAnswer replayed(ManifestRecord record) {
    return answer(record.commitId(), true);
  }

  private PutBlobAnswer answer(CommitId commitId, boolean replayed) {
    return new PutBlobAnswer(request.content().length, digest, commitId, replayed);
  }

  private void change(View view, BlobProperty property, TableDelta delta) {
    BlobPlace place = request.place();
    RowLayout layout = delta.layout();
    int column = layout.position(property.name());
    BlobRow row = BlobRow.find(view, property, place, allocator);
    String present = row.blob() == null ? null : row.blob().digest();
    if (!request.condition().isMet(present) || request.condition().isKnown(present)) {
      throw BlobReading.changed(place, present);
    }
    @Nullable Object[] former = others(view, layout, column, row.address());
    @Nullable Object[] values = former.clone();
    values[column] = request.content();
    String contentType = property.contentType();
    if (contentType != null) {
      values[layout.position(contentType)] = request.contentType();
    }
    // Where it changes, what it was is of no use to anybody.
    former[column] = digest.equals(present) ? request.content() : null;
    delta.replaces(delta.add(values, 0, false), row.address(), former);
  }

  /** The values of a committed row, null in the column of the blob. */
  private static @Nullable Object[] others(View view, RowLayout layout, int column, long address) {
    List<String> columns =
        layout.columns().stream().filter(name -> layout.position(name) != column).toList();
    @Nullable Object[] values = new @Nullable Object[layout.width()];
    ScanRequest request = ScanRequest.of(columns).at(List.of(address));
    try (BatchStream stream = view.table(layout.type()).scan(request)) {
      while (stream.next()) {
        for (int row = 0; row < stream.batch().getRowCount(); row++) {
          for (String name : columns) {
            values[layout.position(name)] = ArrowValues.get(stream.batch().getVector(name), row);
          }
        }
      }
    }
    return values;
  }
}
