package dev.omnigraph.table;

import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of an entity type's table. The mapping is one to one, so that a vector's type tells
 * how to read it ({@link ArrowValues}).
 *
 * <p>String and enumerations are Utf8, I32 to F64 the numbers of the same width, Date is Date32 in
 * days, DateTime a timestamp in milliseconds of UTC without a time zone, Vector a fixed-size list
 * of Float32, a list a List, Blob a LargeBinary that Lance stores apart from the row.
 */
public final class ArrowSchemas {
  public static final String ID = "id";
  public static final String SRC = "src";
  public static final String DST = "dst";

  private static final String BLOB = "lance-encoding:blob";

  /**
   * Ids share their beginnings, which Zstandard at its fastest finds and Lance's default does not.
   */
  private static final Map<String, String> OF_IDS =
      Map.of("lance-encoding:compression", "zstd", "lance-encoding:compression-level", "1");

  private ArrowSchemas() {}

  /** {@code id}, on an edge {@code src} and {@code dst}, then the properties in their order. */
  public static Schema of(EntityType type) {
    List<Field> fields = new ArrayList<>();
    fields.add(
        new Field(ID, new FieldType(false, ArrowType.Utf8.INSTANCE, null, OF_IDS), List.of()));
    if (type instanceof EdgeType) {
      fields.add(required(SRC));
      fields.add(required(DST));
    }
    for (Property property : type.properties()) {
      fields.add(field(property.name(), property.type(), property.nullable()));
    }
    return new Schema(fields);
  }

  /** The column of one property, or of a result with that type. */
  public static Field field(String name, PropertyType type, boolean nullable) {
    Map<String, String> metadata = type instanceof PropertyType.Blob ? Map.of(BLOB, "true") : null;
    return new Field(name, new FieldType(nullable, arrowType(type), null, metadata), items(type));
  }

  /** Whether the column's values are stored apart from the row. */
  public static boolean isBlob(Field field) {
    return "true".equals(field.getMetadata().get(BLOB));
  }

  private static Field required(String name) {
    return field(name, PropertyType.Scalar.STRING, false);
  }

  private static List<Field> items(PropertyType type) {
    return switch (type) {
      case PropertyType.Vector vector -> List.of(field("item", PropertyType.Scalar.F32, true));
      case PropertyType.ListOf list -> List.of(field("item", list.element(), true));
      case PropertyType.Scalar scalar -> List.of();
      case PropertyType.Enumeration enumeration -> List.of();
      case PropertyType.Blob blob -> List.of();
    };
  }

  private static ArrowType arrowType(PropertyType type) {
    return switch (type) {
      case PropertyType.Scalar scalar -> scalarType(scalar);
      case PropertyType.Enumeration enumeration -> ArrowType.Utf8.INSTANCE;
      case PropertyType.Vector vector -> new ArrowType.FixedSizeList(vector.dimension());
      case PropertyType.ListOf list -> ArrowType.List.INSTANCE;
      case PropertyType.Blob blob -> ArrowType.LargeBinary.INSTANCE;
    };
  }

  private static ArrowType scalarType(PropertyType.Scalar scalar) {
    return switch (scalar) {
      case STRING -> ArrowType.Utf8.INSTANCE;
      case BOOL -> ArrowType.Bool.INSTANCE;
      case I32 -> new ArrowType.Int(32, true);
      case I64 -> new ArrowType.Int(64, true);
      case U32 -> new ArrowType.Int(32, false);
      case U64 -> new ArrowType.Int(64, false);
      case F32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case F64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case DATETIME -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
    };
  }
}
