package dev.omnigraph.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;

/**
 * The numbers by which Lance's data files name a table's fields. A table whose columns never
 * changed has 0, 1, 2 … in preorder, and so does every file that is written by itself; after a
 * change of columns the two differ. A field that went must never lend its number to a new one: old
 * files would fill it with what they hold.
 */
final class FieldIds {
  private static final String METADATA = "lance:field_id";

  private FieldIds() {}

  /** A fragment that was written by itself, with its fields named as the table names them. */
  static FragmentMetadata ofTable(LanceTable table, FragmentMetadata fragment) {
    int[] ids = preorder(table.fields());
    if (Arrays.equals(ids, IntStream.range(0, ids.length).toArray())) {
      return fragment;
    }
    List<DataFile> files = fragment.getFiles().stream().map(file -> renumbered(file, ids)).toList();
    return new FragmentMetadata(
        fragment.getId(),
        files,
        fragment.getPhysicalRows(),
        fragment.getDeletionFile(),
        fragment.getRowIdMeta());
  }

  /**
   * A fragment with one file more, whose fields are those.
   *
   * @param file a fragment that was written by itself, of as many rows
   * @param fields as the table names them
   */
  static FragmentMetadata withFile(
      FragmentMetadata fragment, FragmentMetadata file, List<Field> fields) {
    int[] ids = numbers(fields);
    List<DataFile> files = new ArrayList<>(fragment.getFiles());
    files.addAll(file.getFiles().stream().map(own -> renumbered(own, ids)).toList());
    return new FragmentMetadata(
        fragment.getId(),
        files,
        fragment.getPhysicalRows(),
        fragment.getDeletionFile(),
        fragment.getRowIdMeta());
  }

  /** Whether files of one table name the fields as those of the other do. */
  static boolean areSame(List<LanceField> some, List<LanceField> others) {
    return Arrays.equals(preorder(some), preorder(others));
  }

  private static DataFile renumbered(DataFile file, int[] ids) {
    return new DataFile(
        file.getPath(),
        Arrays.stream(file.getFields()).map(own -> ids[own]).toArray(),
        file.getColumnIndices(),
        file.getFileMajorVersion(),
        file.getFileMinorVersion(),
        file.getFileSizeBytes(),
        file.getBaseId().orElse(null));
  }

  private static int[] numbers(List<Field> fields) {
    return fields.stream()
        .flatMapToInt(
            field ->
                IntStream.concat(
                    IntStream.of(Integer.parseInt(field.getMetadata().get(METADATA))),
                    isVector(field)
                        ? IntStream.empty()
                        : Arrays.stream(numbers(field.getChildren()))))
        .toArray();
  }

  /** The columns of the change with the numbers that they have, or that nothing ever had. */
  static Schema numbered(LanceTable table, ColumnChange change) {
    Map<String, LanceField> present = new HashMap<>();
    List<LanceField> fields = table.fields();
    fields.forEach(field -> present.put(field.getName(), field));
    int[] next = {firstFree(table, fields)};
    List<Field> numbered = new ArrayList<>();
    for (Field field : change.columns().getFields()) {
      String origin = change.origins().get(field.getName());
      if (origin == null) {
        numbered.add(numbered(field, next));
      } else {
        LanceField known = present.get(origin);
        if (known == null) {
          throw LanceFailures.defect(
              "The table " + table.pin().path() + " has no column " + origin + " to keep.");
        }
        numbered.add(numbered(field, known));
      }
    }
    return new Schema(numbered);
  }

  private static int firstFree(LanceTable table, List<LanceField> fields) {
    int greatest = Arrays.stream(preorder(fields)).max().orElse(-1);
    for (Fragment fragment : table.fragments()) {
      for (DataFile file : fragment.metadata().getFiles()) {
        greatest = Math.max(greatest, Arrays.stream(file.getFields()).max().orElse(-1));
      }
    }
    return greatest + 1;
  }

  private static Field numbered(Field field, LanceField known) {
    List<Field> children = new ArrayList<>();
    for (int i = 0; i < known.getChildren().size(); i++) {
      children.add(numbered(field.getChildren().get(i), known.getChildren().get(i)));
    }
    return withId(field, known.getId(), children.isEmpty() ? field.getChildren() : children);
  }

  private static Field numbered(Field field, int[] next) {
    int id = next[0]++;
    // The floats of a vector are no field of their own.
    boolean leaf = field.getChildren().isEmpty() || isVector(field);
    List<Field> children =
        leaf
            ? field.getChildren()
            : field.getChildren().stream().map(child -> numbered(child, next)).toList();
    return withId(field, id, children);
  }

  private static boolean isVector(Field field) {
    return field.getType() instanceof ArrowType.FixedSizeList;
  }

  private static Field withId(Field field, int id, List<Field> children) {
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.put(METADATA, Integer.toString(id));
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
        children);
  }

  /** The numbers of fields and of what is in them. */
  static Set<Integer> all(List<LanceField> fields) {
    return Arrays.stream(preorder(fields)).boxed().collect(Collectors.toSet());
  }

  /** The numbers of a table's fields, in the order of its schema. */
  static List<Integer> of(LanceTable table) {
    return Arrays.stream(preorder(table.fields())).boxed().toList();
  }

  private static int[] preorder(List<LanceField> fields) {
    return fields.stream()
        .flatMapToInt(
            field ->
                IntStream.concat(
                    IntStream.of(field.getId()), Arrays.stream(preorder(field.getChildren()))))
        .toArray();
  }
}
