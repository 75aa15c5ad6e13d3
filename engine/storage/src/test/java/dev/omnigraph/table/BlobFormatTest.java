package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.value.PropertyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class BlobFormatTest {
  private static final List<byte[]> CONTENTS =
      Arrays.asList(
          new byte[0], null, new byte[] {7}, "some text".getBytes(StandardCharsets.UTF_8), null);

  @Test
  void everyContentComesBackWithItsDigestAndNoValueStaysNone() {
    List<byte[]> stored = stored(CONTENTS);

    for (int row = 0; row < CONTENTS.size(); row++) {
      byte[] content = CONTENTS.get(row);
      if (content == null) {
        assertThat(stored.get(row)).isNull();
      } else {
        assertThat(stored.get(row)).hasSize(BlobFormat.HEADER + content.length);
        assertThat(BlobFormat.content(stored.get(row))).isEqualTo(content);
        assertThat(BlobFormat.digestOf(stored.get(row))).isEqualTo(Sha256.hex(content));
      }
    }
  }

  @Test
  void whatIsStoredIsStoredAgainAsAContent() {
    byte[] stored = stored(List.of(new byte[] {1, 2, 3})).getFirst();

    assertThat(BlobFormat.content(stored(List.of(stored)).getFirst())).isEqualTo(stored);
  }

  @Test
  void bytesWithoutTheMarkAreNotTakenForABlob() {
    for (byte[] other : List.of(new byte[0], new byte[1], new byte[BlobFormat.HEADER + 5])) {
      assertThatThrownBy(() -> BlobFormat.content(other))
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.code()).isEqualTo("table_failure"));
    }
  }

  private static List<byte[]> stored(List<byte[]> contents) {
    Schema schema = new Schema(List.of(ArrowSchemas.field("photo", new PropertyType.Blob(), true)));
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator)) {
      LargeVarBinaryVector photos = (LargeVarBinaryVector) rows.getVector("photo");
      for (int row = 0; row < contents.size(); row++) {
        ArrowValues.set(photos, row, contents.get(row));
      }
      rows.setRowCount(contents.size());
      BlobFormat.store(rows);
      List<byte[]> stored = new ArrayList<>();
      for (int row = 0; row < contents.size(); row++) {
        stored.add(photos.isNull(row) ? null : photos.get(row));
      }
      return stored;
    }
  }
}
