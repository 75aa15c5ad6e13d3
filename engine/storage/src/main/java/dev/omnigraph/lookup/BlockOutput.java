package dev.omnigraph.lookup;

import dev.omnigraph.derived.Deflation;
import dev.omnigraph.derived.PageOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** The keys of a block under way, and their rows. */
final class BlockOutput implements AutoCloseable {
  private static final byte[] NONE = {};

  private final boolean edges;
  private final Schema schema;
  private final BufferAllocator allocator;
  private VectorSchemaRoot columns;
  private List<byte[]> ids = new ArrayList<>();

  /** The first row of each key. */
  private int[] starts = new int[64];

  private int[] targets = new int[64];
  private long[] numbers = new long[64];
  private int rows;
  private long keyBytes;
  private long columnBytes;

  BlockOutput(boolean edges, Schema schema, BufferAllocator allocator) {
    this.edges = edges;
    this.schema = schema;
    this.allocator = allocator;
    this.columns = VectorSchemaRoot.create(schema, allocator);
  }

  int keys() {
    return ids.size();
  }

  /** About how long its page of keys would be, unpacked. */
  long keyBytes() {
    return keyBytes;
  }

  long columnBytes() {
    return columnBytes;
  }

  void key(byte[] id) {
    starts = room(starts, ids.size());
    starts[ids.size()] = rows;
    byte[] before = ids.isEmpty() ? NONE : ids.getLast();
    int shared = Arrays.mismatch(before, id);
    keyBytes += 3 + id.length - Math.max(0, shared);
    ids.add(id);
  }

  void row(int target, long number, List<FieldVector> from, int index) {
    targets = room(targets, rows);
    if (numbers.length == rows) {
      numbers = Arrays.copyOf(numbers, rows * 2);
    }
    boolean isFirst = starts[ids.size() - 1] == rows;
    targets[rows] = target;
    numbers[rows] = number;
    if (edges) {
      int step = isFirst ? target : target - targets[rows - 1];
      keyBytes += 1 + (31 - Integer.numberOfLeadingZeros(step | 1)) / 7;
    }
    copy(from, index, columns, rows);
    rows++;
  }

  /** Whether a row may follow the last one of its key. */
  boolean isInOrder(int target, long number) {
    if (starts[ids.size() - 1] == rows) {
      return true;
    }
    int before = targets[rows - 1];
    return edges && (before < target || (before == target && numbers[rows - 1] < number));
  }

  int rows(int keys) {
    return keys == ids.size() ? rows : starts[keys];
  }

  byte[] firstId() {
    return ids.getFirst();
  }

  /** The pages of the first keys, by region. */
  List<byte[]> pages(int keys) {
    return List.of(keyPage(keys), columnPage(rows(keys)), rowPage(rows(keys)));
  }

  /** Forgets the first keys. */
  void drop(int keys) {
    int from = rows(keys);
    List<byte[]> keptIds = new ArrayList<>(ids.subList(keys, ids.size()));
    int[] keptTargets = Arrays.copyOfRange(targets, from, Math.max(from + 64, rows));
    long[] keptNumbers = Arrays.copyOfRange(numbers, from, Math.max(from + 64, rows));
    int[] keptStarts = Arrays.copyOfRange(starts, keys, Math.max(keys + 64, ids.size()));
    int keptRows = rows - from;
    try (VectorSchemaRoot old = columns) {
      columns = VectorSchemaRoot.create(schema, allocator);
      ids = new ArrayList<>();
      starts = new int[64];
      rows = 0;
      keyBytes = 0;
      columnBytes = 0;
      for (int i = 0; i < keptIds.size(); i++) {
        key(keptIds.get(i));
        int end = i + 1 < keptIds.size() ? keptStarts[i + 1] - from : keptRows;
        while (rows < end) {
          row(keptTargets[rows], keptNumbers[rows], old.getFieldVectors(), from + rows);
        }
      }
    }
  }

  @Override
  public void close() {
    columns.close();
  }

  private byte[] keyPage(int keys) {
    PageOutput heads = new PageOutput();
    byte[] before = NONE;
    for (byte[] id : ids.subList(0, keys)) {
      heads.id(before, id);
      before = id;
    }
    for (int i = 0; i < keys; i++) {
      heads.number(rows(i + 1) - starts[i]);
    }
    PageOutput page = new PageOutput();
    page.block(Deflation.pack(heads.toBytes()));
    if (edges) {
      for (int i = 0; i < keys; i++) {
        for (int row = starts[i]; row < rows(i + 1); row++) {
          page.number(row == starts[i] ? targets[row] : targets[row] - targets[row - 1]);
        }
      }
    }
    return page.toBytes();
  }

  private byte[] rowPage(int count) {
    PageOutput page = new PageOutput();
    long before = 0;
    for (int row = 0; row < count; row++) {
      page.signed(numbers[row] - before);
      before = numbers[row];
    }
    return Deflation.pack(page.toBytes());
  }

  private byte[] columnPage(int count) {
    if (schema.getFields().isEmpty()) {
      return NONE;
    }
    columns.setRowCount(rows);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot some = columns.slice(0, count);
        ArrowRecordBatch batch = new VectorUnloader(some).getRecordBatch()) {
      MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), batch);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return Deflation.pack(bytes.toByteArray());
  }

  private void copy(List<FieldVector> from, int index, VectorSchemaRoot to, int at) {
    for (int i = 0; i < from.size(); i++) {
      FieldVector vector = to.getVector(i);
      vector.copyFromSafe(index, at, from.get(i));
      columnBytes +=
          switch (vector) {
            case BaseFixedWidthVector fixed -> Math.max(1, fixed.getTypeWidth());
            case BaseVariableWidthVector text -> Integer.BYTES + text.getValueLength(at);
            default -> Long.BYTES;
          };
    }
  }

  private static int[] room(int[] array, int at) {
    return at < array.length ? array : Arrays.copyOf(array, at * 2);
  }
}
