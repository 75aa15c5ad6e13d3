package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmptyBlobsTest {
  private static final byte[] MARK = EmptyBlobs.stored(new byte[0]);

  @Test
  void nothingIsStoredWithoutBytesAndEveryBlobComesBack() {
    Random random = new Random(1);
    List<byte[]> parts =
        List.of(MARK, MARK, new byte[0], new byte[1], new byte[16], Arrays.copyOf(MARK, 15));
    for (int i = 0; i < 10_000; i++) {
      byte[] blob = any(random, parts);
      byte[] stored = EmptyBlobs.stored(blob);

      assertThat(stored).isNotEmpty();
      assertThat(EmptyBlobs.value(stored)).isEqualTo(blob);
    }
  }

  @Test
  void onlyMarksAreStoredAsSomethingElse() {
    byte[] two = concat(MARK, MARK);

    assertThat(EmptyBlobs.stored(MARK)).isEqualTo(two);
    assertThat(EmptyBlobs.stored(two)).isEqualTo(concat(two, MARK));
    Stream.of(new byte[1], new byte[16], concat(MARK, new byte[16]), concat(MARK, new byte[1]))
        .forEach(blob -> assertThat(EmptyBlobs.stored(blob)).isSameAs(blob));
  }

  private static byte[] any(Random random, List<byte[]> parts) {
    byte[] blob = new byte[0];
    for (int count = random.nextInt(4); count > 0; count--) {
      blob = concat(blob, parts.get(random.nextInt(parts.size())));
    }
    return blob;
  }

  private static byte[] concat(byte[] left, byte[] right) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(left);
    bytes.writeBytes(right);
    return bytes.toByteArray();
  }
}
