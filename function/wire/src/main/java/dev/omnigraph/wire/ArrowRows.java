package dev.omnigraph.wire;

import dev.omnigraph.exec.QueryAnswer.Column;
import dev.omnigraph.id.CommitId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A stream of Arrow record batches, each small, so that memory holds one of them. */
final class ArrowRows implements RowWriter {
  /** Metadata of the schema: the commit that was read. */
  static final String COMMIT = "omnigraph.commit";

  static final int BATCH_ROWS = 1024;
  private static final long BATCH_BYTES = 4L << 20;

  private final OutputStream out;
  private final BufferAllocator allocator = new RootAllocator();
  private List<Column> columns = List.of();
  private Map<String, String> metadata = Map.of();
  private @Nullable Batches batches;

  ArrowRows(OutputStream out) {
    this.out = out;
  }

  @Override
  public void state(CommitId commitId) {
    metadata = Map.of(COMMIT, commitId.text());
  }

  @Override
  public void columns(List<Column> named) {
    columns = named;
  }

  @Override
  public void row(List<@Nullable Object> values) {
    try {
      begun().add(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() {
    try {
      begun().end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (batches != null) {
      batches.root.close();
    }
    allocator.close();
  }

  private Batches begun() throws IOException {
    Batches begun = batches;
    if (begun == null) {
      Schema schema = new Schema(columns.stream().map(ArrowColumns::field).toList(), metadata);
      begun = new Batches(VectorSchemaRoot.create(schema, allocator));
      batches = begun;
      begun.writer.start();
    }
    return begun;
  }

  private final class Batches {
    private final VectorSchemaRoot root;
    private final ArrowStreamWriter writer;
    private int rows;

    Batches(VectorSchemaRoot root) {
      this.root = root;
      this.writer = new ArrowStreamWriter(root, null, out);
    }

    void add(List<@Nullable Object> values) throws IOException {
      for (int i = 0; i < values.size(); i++) {
        ArrowColumns.set(root.getVector(i), rows, values.get(i));
      }
      rows++;
      if (rows == BATCH_ROWS || allocator.getAllocatedMemory() > BATCH_BYTES) {
        send();
      }
    }

    void end() throws IOException {
      if (rows > 0) {
        send();
      }
      writer.end();
    }

    private void send() throws IOException {
      root.setRowCount(rows);
      writer.writeBatch();
      root.clear();
      rows = 0;
    }
  }
}
