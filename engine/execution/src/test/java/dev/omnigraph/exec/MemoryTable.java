package dev.omnigraph.exec;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.TailTexts;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextIndex;
import dev.omnigraph.search.vector.AllowedRows;
import dev.omnigraph.search.vector.Distance;
import dev.omnigraph.search.vector.Neighbours;
import dev.omnigraph.search.vector.VectorIndex;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.BatchStream;
import dev.omnigraph.table.IndexSpec;
import dev.omnigraph.table.LookupCost;
import dev.omnigraph.table.LookupSpec;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.SegmentSpec;
import dev.omnigraph.table.StoredBlob;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.UpkeepPlan;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.value.ValueOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A table of Java maps that keeps the contract of {@link Table} for reading: predicates by the
 * book, rows in a different order at every scan, small batches whose vectors do not last.
 */
@NullUnmarked
final class MemoryTable implements Table {
  private static final int BATCH_ROWS = 3;

  private final BufferAllocator allocator;
  private final Pin pin;
  private final Schema schema;
  private final List<Map<String, Object>> rows;
  private Map<LookupColumn, MemoryLookup> lookups = Map.of();
  private int fragments = 1;
  private final List<ScanRequest> scans = Collections.synchronizedList(new ArrayList<>());

  MemoryTable(BufferAllocator allocator, EntityType type, List<Map<String, Object>> rows) {
    this.allocator = allocator;
    this.pin =
        new Pin(
            type.tableId().toString(), 1, "none", rows.size(), 0, null, List.of(), new TreeMap<>());
    this.schema = ArrowSchemas.of(type);
    this.rows = rows;
  }

  /** Every scan that was asked for, in order. */
  List<ScanRequest> scans() {
    return scans;
  }

  /** In which fragment a row is. */
  int fragment(int row) {
    return row % fragments;
  }

  /** Deals the rows out to so many fragments. */
  MemoryTable of(int parts) {
    fragments = parts;
    return this;
  }

  /** Gives the table look-up objects. */
  MemoryTable with(Map<LookupColumn, MemoryLookup> objects) {
    lookups = objects;
    return this;
  }

  @Override
  public Lookup lookup(LookupColumn by) {
    return lookups.get(by);
  }

  @Override
  public Pin pin() {
    return pin;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public BatchStream scan(ScanRequest request) {
    scans.add(request);
    List<Integer> matching = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if ((request.filter() == null || Predicates.matches(request.filter(), rows.get(i)))
          && (request.fragments() == null || request.fragments().contains(fragment(i)))
          && (request.addresses() == null || request.addresses().contains((long) i))) {
        matching.add(i);
      }
    }
    Collections.shuffle(matching, new Random(scans.size()));
    if (!request.order().isEmpty()) {
      matching.sort(order(request.order()));
    }
    if (request.limit() >= 0 && request.limit() < matching.size()) {
      matching = matching.subList(0, (int) request.limit());
    }
    return new Batches(request, matching);
  }

  @Override
  public TextIndex text(String column, TextAnalysis analysis) {
    return TextIndex.of(
        TextAnalyzer.of(analysis),
        List.of(new LiveFile(0, new CoveredFile("rows", rows.size(), ""), rows.size())),
        new TailTexts() {
          @Override
          public void read(Collection<LiveFile> files, TextSink sink) {
            for (int i = 0; i < rows.size(); i++) {
              if (rows.get(i).get(column) instanceof String text) {
                sink.accept(i, text);
              }
            }
          }

          @Override
          public void read(long[] addresses, TextSink sink) {
            throw new UnsupportedOperationException();
          }
        },
        Runnable::run);
  }

  @Override
  public VectorIndex vectors(String column, VectorMetric metric) {
    return new VectorIndex() {
      @Override
      public void start() {}

      @Override
      public Neighbours nearest(float[] to, int k, AllowedRows allowed) {
        List<Integer> near = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
          if (rows.get(i).get(column) instanceof float[] vector
              && (allowed == null || allowed.has(i))
              && !Double.isNaN(Distance.of(metric, to, vector))) {
            near.add(i);
          }
        }
        near.sort(Comparator.comparingDouble(i -> distance(metric, to, column, i)));
        List<Integer> first = near.subList(0, Math.min(k, near.size()));
        return new Neighbours(
            first.stream().mapToLong(i -> i).toArray(),
            first.stream().mapToDouble(i -> distance(metric, to, column, i)).toArray());
      }
    };
  }

  private double distance(VectorMetric metric, float[] to, String column, int row) {
    return Distance.of(metric, to, (float[]) rows.get(row).get(column));
  }

  @Override
  public Optional<StoredBlob> blob(String column, VectorSchemaRoot batch, int row) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> indexes(ScanRequest request) {
    Set<String> columns = new HashSet<>();
    if (request.filter() != null) {
      request.filter().addColumns(columns);
    }
    return columns;
  }

  @Override
  public int roundTrips(ScanRequest request) {
    return 1;
  }

  @Override
  public LookupCost lookupCost() {
    return LookupCost.NEAR;
  }

  @Override
  public long count(@Nullable Predicate filter) {
    return rows.stream().filter(r -> filter == null || Predicates.matches(filter, r)).count();
  }

  @Override
  public UpkeepPlan planUpkeep(
      UpkeepPolicy policy,
      List<IndexSpec> indexes,
      List<LookupSpec> lookups,
      List<SegmentSpec> segments) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  /** As the contract has it, with zeros told apart. */
  private Comparator<Integer> order(List<ScanRequest.Order> keys) {
    Comparator<Integer> order = (left, right) -> 0;
    for (ScanRequest.Order key : keys) {
      Comparator<Integer> ascending =
          Comparator.comparing(
              row -> rows.get(row).get(key.column()), Comparator.nullsFirst(MemoryTable::compare));
      order = order.thenComparing(key.descending() ? ascending.reversed() : ascending);
    }
    return order;
  }

  private static int compare(Object left, Object right) {
    return switch (left) {
      case Float f -> Float.compare(f, (Float) right);
      case Double d -> Double.compare(d, (Double) right);
      default -> ValueOrder.compare(left, right);
    };
  }

  private final class Batches implements BatchStream {
    private final List<Integer> matching;
    private final VectorSchemaRoot root;
    private int next;

    Batches(ScanRequest request, List<Integer> matching) {
      this.matching = matching;
      List<Field> fields = new ArrayList<>();
      request.columns().forEach(column -> fields.add(schema.findField(column)));
      if (request.withRowAddress()) {
        fields.add(new Field("_rowaddr", FieldType.nullable(new ArrowType.Int(64, false)), null));
      }
      this.root = VectorSchemaRoot.create(new Schema(fields), allocator);
    }

    @Override
    public boolean next() {
      if (next >= matching.size()) {
        return false;
      }
      int count = Math.min(BATCH_ROWS, matching.size() - next);
      for (FieldVector vector : root.getFieldVectors()) {
        vector.clear();
        vector.allocateNew();
        for (int i = 0; i < count; i++) {
          int row = matching.get(next + i);
          if (vector instanceof UInt8Vector addresses && vector.getName().equals("_rowaddr")) {
            addresses.setSafe(i, row);
          } else {
            ArrowValues.set(vector, i, rows.get(row).get(vector.getName()));
          }
        }
        vector.setValueCount(count);
      }
      root.setRowCount(count);
      next += count;
      return true;
    }

    @Override
    public VectorSchemaRoot batch() {
      return root;
    }

    @Override
    public void close() {
      root.close();
    }
  }
}
