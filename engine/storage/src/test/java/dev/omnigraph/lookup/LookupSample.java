package dev.omnigraph.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** What a look-up object is made of, as Java values. */
final class LookupSample {
  /** Ids that are hard: empty, not ASCII, prefixes of others, and alike but for the last byte. */
  static final List<String> HARD =
      List.of("", "\0", "\0\0", "a", "aa", "aaa", "ab", "é", "éa", "日本", "😀", "\uFFFF", "z~");

  final LookupColumn by;
  final List<byte[]> ids;
  final int targets;
  final List<CoveredFile> files;
  final Schema schema;

  /** Of each row by its number; null for a row that was deleted before. */
  final List<@Nullable Row> rows;

  /** By rank, in order. */
  final List<List<Row>> byKey = new ArrayList<>();

  /** A row of a key. */
  record Row(int number, int key, int target, List<@Nullable Object> values) {}

  LookupSample(
      LookupColumn by,
      List<byte[]> ids,
      int targets,
      List<CoveredFile> files,
      Schema schema,
      List<@Nullable Row> rows) {
    this.by = by;
    this.ids = ids;
    this.targets = targets;
    this.files = files;
    this.schema = schema;
    this.rows = rows;
    for (int i = 0; i < ids.size(); i++) {
      byKey.add(new ArrayList<>());
    }
    for (Row row : rows) {
      if (row != null) {
        byKey.get(row.key()).add(row);
      }
    }
    byKey.forEach(
        list -> list.sort(Comparator.comparingInt(Row::target).thenComparingInt(Row::number)));
  }

  /** Anything that may be. */
  static LookupSample random(Random random) {
    List<byte[]> ids =
        ids(random, random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(2000));
    return of(
        random, LookupColumn.values()[random.nextInt(3)], ids, random.nextInt(9000), some(random));
  }

  /** Any rows of these ids, or as many as there can be. */
  static LookupSample of(
      Random random, LookupColumn by, List<byte[]> ids, int most, Schema schema) {
    int count = ids.isEmpty() ? 0 : by == LookupColumn.ID ? Math.min(most, ids.size()) : most;
    List<Integer> keys = new ArrayList<>(IntStream.range(0, ids.size()).boxed().toList());
    Collections.shuffle(keys, random);
    int hubShare = random.nextInt(3);
    List<@Nullable Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (random.nextInt(20) == 0) {
        rows.add(null);
      }
      int key =
          by == LookupColumn.ID
              ? keys.get(i)
              : random.nextInt(3) < hubShare ? keys.getFirst() : random.nextInt(ids.size());
      rows.add(new Row(rows.size(), key, random.nextInt(ids.size()), values(schema, random)));
    }
    return new LookupSample(by, ids, ids.size(), files(random, rows.size()), schema, rows);
  }

  static List<byte[]> ids(Random random, int count) {
    TreeSet<byte[]> ids = new TreeSet<>(Arrays::compareUnsigned);
    int kind = random.nextInt(3);
    while (ids.size() < count) {
      String id =
          switch (kind) {
            case 0 -> "n" + ids.size();
            case 1 ->
                HARD.get(random.nextInt(HARD.size()))
                    + HARD.get(random.nextInt(HARD.size()))
                    + (random.nextBoolean() ? "" : Integer.toString(random.nextInt(3000), 36));
            default -> Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
          };
      ids.add(id.getBytes(UTF_8));
    }
    return List.copyOf(ids);
  }

  Lookups written(BufferAllocator allocator) {
    return written(rows.size(), allocator);
  }

  /**
   * @param most rows that the writer is told of
   */
  Lookups written(long most, BufferAllocator allocator) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        LookupWriter writer =
            new LookupWriter(
                by, keys(), targetKeys(), schema, files, most, Long.MAX_VALUE, allocator)) {
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        for (int column = 0; column < schema.getFields().size(); column++) {
          ArrowValues.set(root.getVector(column), i, row == null ? null : row.values().get(column));
        }
      }
      root.setRowCount(rows.size());
      for (int key = 0; key < ids.size(); key++) {
        writer.key(ids.get(key));
        for (Row row : byKey.get(key)) {
          writer.row(row.target(), row.number(), root.getFieldVectors(), row.number());
        }
      }
      LookupWriter.Written written = writer.finish();
      try (InputStream body = written.body().open()) {
        return new Lookups(written.ref(), body.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object and its name. */
  @SuppressWarnings("ArrayRecordComponent")
  record Lookups(LookupRef ref, byte[] body) {}

  KeySet keys() {
    KeySet.Builder keys = new KeySet.Builder();
    ids.forEach(keys::add);
    return keys.build();
  }

  @Nullable KeySet targetKeys() {
    return by == LookupColumn.ID ? null : new KeySet(targets, "targets");
  }

  /** The file that has a row. */
  int fileOf(int number) {
    long end = 0;
    for (int file = 0; ; file++) {
      end += files.get(file).rows();
      if (number < end) {
        return file;
      }
    }
  }

  int placeOf(int number) {
    return (int)
        (number - files.subList(0, fileOf(number)).stream().mapToLong(CoveredFile::rows).sum());
  }

  private static List<CoveredFile> files(Random random, int rows) {
    List<CoveredFile> files = new ArrayList<>();
    int left = rows;
    do {
      int some = random.nextInt(3) == 0 ? left : random.nextInt(left + 1);
      files.add(
          new CoveredFile("data/" + files.size(), some, random.nextBoolean() ? "" : "d" + left));
      left -= some;
    } while (left > 0);
    return files;
  }

  /** A column of every type. */
  static Schema everyColumn() {
    return new Schema(
        Arrays.stream(Scalar.values())
            .map(type -> ArrowSchemas.field("c" + type, type, true))
            .toList());
  }

  private static Schema some(Random random) {
    return new Schema(
        everyColumn().getFields().stream().filter(field -> random.nextBoolean()).toList());
  }

  private static List<@Nullable Object> values(Schema schema, Random random) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Field field : schema.getFields()) {
      values.add(random.nextInt(6) == 0 ? null : value(field, random));
    }
    return values;
  }

  private static Object value(Field field, Random random) {
    String type = field.getType().toString();
    return switch (type) {
      case "Utf8" -> HARD.get(random.nextInt(HARD.size())).repeat(random.nextInt(4));
      case "Bool" -> random.nextBoolean();
      case "Int(32, true)" -> random.nextInt();
      case "Int(64, true)" -> random.nextLong();
      case "Int(32, false)" -> random.nextInt() & 0xFFFF_FFFFL;
      case "Int(64, false)" -> new BigInteger(64, random);
      case "FloatingPoint(SINGLE)" -> random.nextFloat();
      case "FloatingPoint(DOUBLE)" -> random.nextDouble();
      case "Date(DAY)" -> LocalDate.ofEpochDay(random.nextInt(40_000));
      default -> Instant.ofEpochMilli(random.nextInt());
    };
  }
}
