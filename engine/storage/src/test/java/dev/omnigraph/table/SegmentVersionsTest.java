package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.table.SegmentRef.Kind;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which segments versions name, and by which files these know rows. */
class SegmentVersionsTest {
  private static final Field ID = ArrowSchemas.field("id", Scalar.STRING, false);
  private static final Field BIO = ArrowSchemas.field("bio", Scalar.STRING, true);
  private static final Field TITLE = ArrowSchemas.field("title", Scalar.STRING, true);
  private static final int BIO_FIELD = 1;
  private static final int TITLE_FIELD = 2;

  @TempDir Path folder;
  private LanceTables tables;
  private Pin pin;

  @BeforeEach
  void open() {
    open(1024);
    pin = tables.create(new TableId("nodes/t-1"), new Schema(List.of(ID, BIO)));
    pin = Rows.committed(tables, pin, rows("a", 4));
    pin = pin.withSegments(List.of(segment(1, BIO_FIELD)));
  }

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(tables.allocator().getAllocatedMemory()).isZero();
    tables.close();
  }

  @Test
  void rowsThatComeAndGoCarryTheSegmentsOn() {
    Pin more = Rows.committed(tables, pin, rows("b", 3));
    Pin fewer = Rows.without(tables, more, "a1");

    assertThat(fewer.segments()).isEqualTo(pin.segments());
    assertThat(fewer.segmentKeys())
        .containsExactly("nodes/t-1/_search/00000000-0000-0000-0000-000000000001.text");
    assertThat(pin.stepTo(more)).isInstanceOf(RowDelta.class);
    assertThat(pin.digest()).isEqualTo(pin.withSegments(List.of()).digest());
    assertThat(files(fewer, "bio")).extracting(LiveFile::rows).containsExactly(3L, 3L);
    assertThatThrownBy(() -> pin.withSegments(List.of(segment(1, 1), segment(1, 2))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aVersionOfMoreFragmentsThanARecordCarriesNamesThemToo() {
    tables.close();
    open(1);

    Pin more = Rows.committed(tables, pin, rows("b", 3));

    assertThat(more.manifest()).isNull();
    assertThat(more.segments()).isEqualTo(pin.segments());
    assertThat(files(more, "bio")).hasSize(2).containsAll(files(pin, "bio"));
  }

  @Test
  void aColumnIsKnownByTheFilesThatHaveIt() {
    List<LiveFile> before = files(pin, "bio");

    Pin empty = changed(pin, change(Map.of("id", "id", "bio", "bio"), Map.of(), ID, BIO, TITLE));
    Pin titled =
        changed(
            pin, change(Map.of("id", "id", "bio", "bio"), Map.of("title", "é"), ID, BIO, TITLE));
    Pin later = Rows.committed(tables, empty, List.of(Arrays.asList("k", "bio", "title")));

    assertThat(files(empty, "title")).as("all are null").isEmpty();
    assertThat(files(later, "title")).as("but these").hasSize(1);
    assertThat(files(titled, "bio")).isEqualTo(before);
    assertThat(files(titled, "title")).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(files(titled, "id")).isEqualTo(before);
  }

  @Test
  void otherColumnsLeaveTheSegmentsOfThoseThatStay() {
    Pin titled =
        changed(
            pin, change(Map.of("id", "id", "bio", "bio"), Map.of("title", "é"), ID, BIO, TITLE));
    SegmentRef bio = segment(1, BIO_FIELD);
    SegmentRef title = segment(2, TITLE_FIELD);
    Pin both = titled.withSegments(List.of(bio, title));
    Field renamed = ArrowSchemas.field("about", Scalar.STRING, true);

    Pin dropped = changed(both, change(Map.of("id", "id", "title", "title"), Map.of(), ID, TITLE));
    Pin named =
        changed(
            both,
            change(
                Map.of("id", "id", "about", "bio", "title", "title"),
                Map.of(),
                ID,
                renamed,
                TITLE));

    assertThat(titled.segments()).containsExactly(bio);
    assertThat(dropped.segments()).containsExactly(title);
    assertThat(named.segments()).containsExactly(bio, title);
    assertThat(files(named, "about")).isEqualTo(files(both, "bio"));
  }

  @Test
  void rowsThatAreWrittenAnewHaveNoSegments() {
    ColumnChange anew =
        new ColumnChange(
            new Schema(List.of(ID, BIO)),
            Map.of("id", "id", "bio", "bio"),
            Map.of(),
            Map.of(),
            true);

    assertThat(changed(pin, anew).segments()).isEmpty();
  }

  @Test
  void aVersionThatIsTakenHasItsOwnAndFilesThatAreAdoptedBringTheirs() {
    Pin base = pin.withSegments(List.of(built(pin)));
    Pin more = Rows.committed(tables, base, rows("t", 2));
    Pin theirs = more.withSegments(List.of(base.segments().getFirst(), built(more)));
    Pin ours = Rows.committed(tables, base, rows("o", 2));

    Pin adopted = adopted(ours, theirs);
    Pin taken = taken(ours, theirs);

    assertThat(adopted.segments()).containsExactlyElementsOf(theirs.segments());
    assertThat(adopted.generation()).isEqualTo(ours.generation() + 1);
    assertThat(ours.stepTo(adopted).after(ours)).isEqualTo(adopted);
    assertThat(taken.segments()).isEqualTo(theirs.segments());
    assertThat(adopted(theirs, ours).segments()).isEqualTo(theirs.segments());
  }

  /** Of all files, and in the store: whoever adopts a segment asks it for them. */
  private SegmentRef built(Pin of) {
    try (LanceTable table = tables.openTable(of)) {
      return SegmentForm.write(
          new SegmentSpec.Texts("bio", TextAnalysis.DEFAULT), files(of, "bio"), table);
    }
  }

  private Pin adopted(Pin target, Pin source) {
    try (WritableTable on = tables.open(target);
        WritableTable from = tables.open(source);
        Staging staging = on.stage(new OperationId("merge"))) {
      staging.adopt(from, from.files().getLast());
      return on.commit(staging.finish()).orElseThrow();
    }
  }

  private Pin taken(Pin target, Pin source) {
    try (WritableTable on = tables.open(target)) {
      return on.commit(on.take(source)).orElseThrow();
    }
  }

  private void open(int mostFragments) {
    tables =
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()),
            Map.of(),
            TableOptions.DEFAULT,
            mostFragments);
  }

  private List<LiveFile> files(Pin of, String column) {
    try (LanceTable table = tables.openTable(of)) {
      return LanceSearch.files(table, LanceSearch.field(table, column));
    }
  }

  private Pin changed(Pin of, ColumnChange change) {
    try (WritableTable table = tables.open(of)) {
      return table
          .commit(table.stageColumns(change, new OperationId("columns"), () -> {}))
          .orElseThrow();
    }
  }

  private static ColumnChange change(
      Map<String, String> origins, Map<String, Object> defaults, Field... columns) {
    return new ColumnChange(new Schema(List.of(columns)), origins, defaults, Map.of(), false);
  }

  private static List<List<Object>> rows(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> List.<Object>of(name + i, "bio of " + name + i))
        .toList();
  }

  private static SegmentRef segment(int number, int field) {
    return new SegmentRef(
        Kind.TEXT,
        field,
        "words",
        new DerivedRef("00000000-0000-0000-0000-%012d.text".formatted(number), 9, 3, 7));
  }
}
