package dev.omnigraph.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes a file has, it is read or refused. */
class ParquetDamageTest {
  private static final long ROOM = 1 << 24;

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "gzip", "zstd", "encodings", "other"})
  void aFlippedBitIsReadOrRefused(String name) throws IOException {
    byte[] file = ParquetFiles.ofOthers(name);

    for (int i = 0; i < file.length; i += 2) {
      byte bit = (byte) (1 << i / 2 % Byte.SIZE);
      file[i] ^= bit;
      readOrRefuse(file);
      file[i] ^= bit;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "encodings", "encodings2"})
  void bytesOfNoSenseAreReadOrRefused(String name) throws IOException {
    Random random = new Random(1);
    byte[] file = ParquetFiles.ofOthers(name);

    for (int i = 0; i < 2_000; i++) {
      byte[] wrong = file.clone();
      int at = random.nextInt(wrong.length - 20);
      for (int j = at; j < at + 1 + random.nextInt(19); j++) {
        wrong[j] = random.nextBoolean() ? (byte) 0xff : (byte) random.nextInt();
      }
      readOrRefuse(wrong);
    }
  }

  @Test
  void aCutFileIsRefused() {
    byte[] file = ParquetFiles.ofOthers("snappy");

    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatExceptionOfType(ParquetFault.class)
          .isThrownBy(() -> ParquetFiles.rows(cut, ROOM))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ParquetFault.Kind.DAMAGED));
    }
  }

  @Test
  void noFlippedBitOfAPageThatIsWrittenHereGoesUnseen() throws IOException {
    List<ParquetColumn> columns =
        List.of(
            new ParquetColumn("n", Scalar.I32, true),
            new ParquetColumn("list", new PropertyType.ListOf(Scalar.STRING), true));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(new @Nullable Object[] {i % 3 == 0 ? null : i, List.of("a" + i, "b")});
    }
    byte[] file = ParquetFiles.written(columns, rows);
    List<List<@Nullable Object>> right = ParquetFiles.rows(file);

    int described = new Bytes(file, file.length - 8, file.length).i32();
    List<Integer> unseen = new ArrayList<>();
    for (int i = 0; i < file.length - 8 - described; i++) {
      file[i] ^= 1;
      try {
        if (!ParquetFiles.rows(file).equals(right)) {
          unseen.add(i);
        }
      } catch (ParquetFault e) {
        // It was seen.
      }
      file[i] ^= 1;
    }
    assertThat(unseen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PARE | PARE | UNSUPPORTED | is encrypted",
        "PAR1 | PARE | UNSUPPORTED | is encrypted",
        "PAR1 | xxxx | DAMAGED | is cut off",
        "abcd | efgh | DAMAGED | does not begin with PAR1",
        "PAR1 | PAR1 | DAMAGED | ends with a description of",
      })
  void whatIsNotAWholeFileIsToldByItsEnds(
      String start, String end, ParquetFault.Kind kind, String message) {
    byte[] file = (start + "0123456789abcdef" + end).getBytes(StandardCharsets.US_ASCII);

    assertThatExceptionOfType(ParquetFault.class)
        .isThrownBy(() -> ParquetFiles.rows(file))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private static void readOrRefuse(byte[] file) throws IOException {
    try {
      ParquetFiles.rows(file, ROOM);
    } catch (ParquetFault e) {
      assertThat(e.reason()).isNotBlank();
    }
  }
}
