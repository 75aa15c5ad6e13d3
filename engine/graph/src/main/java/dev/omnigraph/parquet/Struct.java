package dev.omnigraph.parquet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A structure that was read. What a field has to be is known where it is asked for, and a field
 * that is something else is damage.
 */
final class Struct {
  private final Map<Integer, Object> fields;

  /**
   * @param fields by number: Boolean, Long, byte[], List or Struct
   */
  Struct(Map<Integer, Object> fields) {
    this.fields = Map.copyOf(fields);
  }

  boolean has(int field) {
    return fields.containsKey(field);
  }

  long i64(int field) throws ParquetFault {
    return get(field, Long.class);
  }

  int i32(int field) throws ParquetFault {
    long value = i64(field);
    if (value != (int) value) {
      throw ParquetFault.damaged("has a number that is too large in its description");
    }
    return (int) value;
  }

  int i32(int field, int otherwise) throws ParquetFault {
    return has(field) ? i32(field) : otherwise;
  }

  boolean bool(int field, boolean otherwise) throws ParquetFault {
    return has(field) ? get(field, Boolean.class) : otherwise;
  }

  String text(int field) throws ParquetFault {
    return new String(get(field, byte[].class), StandardCharsets.UTF_8);
  }

  Optional<Struct> struct(int field) throws ParquetFault {
    return has(field) ? Optional.of(get(field, Struct.class)) : Optional.empty();
  }

  Struct required(int field) throws ParquetFault {
    return get(field, Struct.class);
  }

  List<Struct> structs(int field) throws ParquetFault {
    List<Struct> structs = new ArrayList<>();
    for (Object element : get(field, List.class)) {
      if (!(element instanceof Struct struct)) {
        throw wrong(field);
      }
      structs.add(struct);
    }
    return structs;
  }

  private <T> T get(int field, Class<T> type) throws ParquetFault {
    Object value = fields.get(field);
    if (!type.isInstance(value)) {
      throw wrong(field);
    }
    return type.cast(value);
  }

  private static ParquetFault wrong(int field) {
    return ParquetFault.damaged("lacks the field " + field + " of its description");
  }
}
