package dev.omnigraph.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads structures in Thrift's compact protocol, without trust: no memory is taken for elements
 * that are not there, nor for more values than any file needs.
 */
final class CompactReader {
  private static final int MOST_VALUES = 4_000_000;
  private static final int DEEPEST = 32;
  private static final int LARGEST_FIELD = 1_000;
  private static final int DOUBLE = 7;
  private static final int I16 = 4;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int LONG_LIST = 15;

  private final Bytes in;
  private int values;

  CompactReader(Bytes in) {
    this.in = in;
  }

  /** The next structure. */
  Struct struct() throws ParquetFault {
    return struct(0);
  }

  private Struct struct(int depth) throws ParquetFault {
    Map<Integer, Object> fields = new HashMap<>();
    long field = 0;
    for (int header = in.u8(); header != 0; header = in.u8()) {
      int type = header & 0x0f;
      int step = header >>> 4;
      field = step == 0 ? in.zigzag() : field + step;
      if (field < 1 || field > LARGEST_FIELD) {
        throw ParquetFault.damaged("has the field " + field + " in its description");
      }
      fields.put((int) field, value(type, depth));
    }
    return new Struct(fields);
  }

  private Object value(int type, int depth) throws ParquetFault {
    return switch (type) {
      case CompactWriter.TRUE, CompactWriter.FALSE -> {
        count();
        yield type == CompactWriter.TRUE;
      }
      default -> element(type, depth);
    };
  }

  private void count() throws ParquetFault {
    if (++values > MOST_VALUES) {
      throw ParquetFault.tooLarge("is described by more than %,d values".formatted(MOST_VALUES));
    }
  }

  private Object element(int type, int depth) throws ParquetFault {
    count();
    if (depth > DEEPEST) {
      throw ParquetFault.damaged("has structures too deep in each other");
    }
    return switch (type) {
      case CompactWriter.TRUE, CompactWriter.FALSE -> in.u8() == CompactWriter.TRUE;
      case CompactWriter.BYTE -> (long) (byte) in.u8();
      case I16, CompactWriter.I32, CompactWriter.I64 -> in.zigzag();
      case DOUBLE -> in.i64();
      case CompactWriter.BINARY -> in.take(in.count());
      case CompactWriter.LIST, SET -> list(depth);
      case MAP -> map(depth);
      case CompactWriter.STRUCT -> struct(depth + 1);
      default -> throw ParquetFault.damaged("has a field of the unknown type " + type);
    };
  }

  private List<Object> list(int depth) throws ParquetFault {
    int header = in.u8();
    int size = header >>> 4;
    return elements(size == LONG_LIST ? in.count() : size, header & 0x0f, depth);
  }

  private List<Object> elements(int size, int type, int depth) throws ParquetFault {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(element(type, depth + 1));
    }
    return list;
  }

  /** No map means anything here; it is read as its keys and values. */
  private List<Object> map(int depth) throws ParquetFault {
    int size = in.count();
    int types = size == 0 ? 0 : in.u8();
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(element(types >>> 4, depth + 1));
      list.add(element(types & 0x0f, depth + 1));
    }
    return list;
  }
}
