package dev.omnigraph.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that would take all memory, or all time. */
class ParquetLimitsTest {
  private static final long ROOM = 1 << 24;
  private static final int DECIMAL = 5;

  @Test
  void aRowGroupWithoutRowsIsLeftOut() throws IOException {
    byte[] file = CraftedFile.of(Physical.INT32, CraftedFile.OPTIONAL).rows(0, 0).dataAt(0).bytes();

    assertThat(ParquetFiles.rows(file)).isEmpty();
  }

  @Test
  void pagesBeginWithTheDictionaryWhereNoOtherPlaceIsSaid() throws IOException {
    byte[] file =
        CraftedFile.of(Physical.INT32, CraftedFile.REQUIRED)
            .dataAt(0)
            .page(CraftedFile.data(new byte[] {7, 0, 0, 0}, 4, 1, Encoding.PLAIN))
            .bytes();

    assertThat(ParquetFiles.rows(file)).containsExactly(List.of(7));
  }

  @ParameterizedTest
  @ValueSource(bytes = {0x19, 0x1b, 0x1c})
  void structuresAreOnlySoDeepInEachOther(byte type) {
    byte[] footer = new byte[200_000];
    Arrays.fill(footer, type);

    refused(CraftedFile.file(new byte[0], footer), ParquetFault.Kind.DAMAGED, "too deep");
  }

  @Test
  void truthValuesOfADescriptionAreCountedToo() {
    byte[] footer = new byte[8_000_004];
    for (int i = 0; i < footer.length; i += 2) {
      footer[i] = CompactWriter.TRUE;
      footer[i + 1] = 2;
    }

    refused(
        CraftedFile.file(new byte[0], footer),
        ParquetFault.Kind.TOO_LARGE,
        "more than 4,000,000 values");
  }

  @Test
  void fieldsHaveSmallNumbers() {
    byte[] footer = new byte[2_000];
    Arrays.fill(footer, (byte) 0x11);

    refused(CraftedFile.file(new byte[0], footer), ParquetFault.Kind.DAMAGED, "the field 1001");
  }

  @Test
  void aDictionaryTakesTheRoomOfItsValues() {
    int count = 1 << 20;
    byte[] values = new byte[count * Integer.BYTES];
    byte[] file =
        CraftedFile.of(Physical.INT32, CraftedFile.REQUIRED)
            .packed(Codec.GZIP)
            .page(CraftedFile.dictionary(CraftedFile.gzip(values), values.length, count))
            .bytes();

    refused(file, ParquetFault.Kind.TOO_LARGE, "there is room for 16,777,216");
  }

  @Test
  void aDictionaryOfTruthValuesIsRefused() {
    byte[] file =
        CraftedFile.of(Physical.BOOLEAN, CraftedFile.REQUIRED)
            .page(CraftedFile.dictionary(new byte[] {1}, 1, 8))
            .bytes();

    refused(file, ParquetFault.Kind.UNSUPPORTED, "a dictionary of truth values");
  }

  @Test
  void aDictionaryHasNoNegativeCount() {
    byte[] file =
        CraftedFile.of(Physical.INT32, CraftedFile.REQUIRED)
            .page(CraftedFile.dictionary(new byte[] {1}, 1, -1))
            .bytes();

    refused(file, ParquetFault.Kind.DAMAGED, "a dictionary of -1 values");
  }

  @Test
  void packedBytesTakeRoom() {
    byte[] file =
        CraftedFile.of(Physical.INT32, CraftedFile.REQUIRED)
            .packed(Codec.GZIP)
            .page(CraftedFile.data(new byte[(int) ROOM], 4, 1, Encoding.PLAIN))
            .bytes();

    refused(file, ParquetFault.Kind.TOO_LARGE, "there is room for 16,777,216");
  }

  @Test
  void aListOfOneTextOfADictionaryIsOnlySoLong() {
    byte[] text = CraftedFile.withLength(new byte[1 << 20]);
    byte[] file =
        CraftedFile.of(Physical.BYTE_ARRAY, CraftedFile.REPEATED)
            .packed(Codec.GZIP)
            .rows(1, 20_000)
            .page(CraftedFile.dictionary(CraftedFile.gzip(text), text.length, 1))
            .page(CraftedFile.listOfFirstEntry(20_000))
            .bytes();

    refused(file, ParquetFault.Kind.LONG_ROW, "more than 16,777,216 bytes in a row");
  }

  @Test
  void aListOfOneNumberOfADictionaryIsOnlySoLong() {
    int count = 5_000_000;
    byte[] number = new byte[Long.BYTES];
    byte[] file =
        CraftedFile.of(Physical.INT64, CraftedFile.REPEATED)
            .packed(Codec.GZIP)
            .rows(1, count)
            .page(CraftedFile.dictionary(CraftedFile.gzip(number), number.length, 1))
            .page(CraftedFile.listOfFirstEntry(count))
            .bytes();

    refused(file, ParquetFault.Kind.TOO_LARGE, "lists of more than 4,194,304 values in a row");
  }

  @Test
  void aDecimalIsOnlySoLong() throws IOException {
    refused(decimal(65), ParquetFault.Kind.UNSUPPORTED, "a decimal of 65 bytes, and 64 are read");
    assertThat(ParquetFiles.rows(decimal(64))).hasSize(1);
  }

  private static byte[] decimal(int length) {
    byte[] digits = new byte[length];
    Arrays.fill(digits, (byte) 0x33);
    byte[] body = CraftedFile.withLength(digits);
    return CraftedFile.of(
            Physical.BYTE_ARRAY, CraftedFile.REQUIRED, element -> element.i32(6, DECIMAL))
        .page(CraftedFile.data(body, body.length, 1, Encoding.PLAIN))
        .bytes();
  }

  @Test
  void aFileHasColumns() {
    byte[] footer =
        new CompactWriter()
            .begin()
            .i32(1, 2)
            .list(2, CompactWriter.STRUCT, 1)
            .begin()
            .text(4, "schema")
            .i32(5, 0)
            .end()
            .i64(3, Long.MAX_VALUE)
            .list(4, CompactWriter.STRUCT, 0)
            .end()
            .bytes();

    refused(CraftedFile.file(new byte[0], footer), ParquetFault.Kind.DAMAGED, "has no columns");
  }

  @Test
  void aColumnHasAsManyValuesAsRows() {
    byte[] file = CraftedFile.of(Physical.INT32, CraftedFile.OPTIONAL).rows(3, 2).bytes();

    refused(file, ParquetFault.Kind.DAMAGED, "has 2 values in 3 rows");
  }

  @Test
  void aFileHasOnlySoManyRows() {
    long rows = 1L << 31;
    byte[] file = CraftedFile.of(Physical.INT32, CraftedFile.OPTIONAL).rows(rows, rows).bytes();

    refused(file, ParquetFault.Kind.TOO_LARGE, "has more than 2,147,483,647 rows");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void aPageIsNotShorterThanItsLevels(Codec codec) {
    byte[] body = {2, 1, 2, 1, 2, 1, 2, 1, 'a', 'b', 'c', 'd'};
    byte[] file =
        CraftedFile.of(Physical.INT32, CraftedFile.OPTIONAL)
            .packed(codec)
            .rows(4, 4)
            .page(CraftedFile.dataV2(body, 0, 4, 8, true))
            .bytes();

    refused(file, ParquetFault.Kind.DAMAGED, "a page that is shorter than its levels");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 1 << 30})
  void aPageThatIsNotPackedHasTheSizeThatItSays(int size) {
    byte[] file =
        CraftedFile.of(Physical.INT32, CraftedFile.REQUIRED)
            .packed(Codec.GZIP)
            .page(CraftedFile.dataV2(new byte[4], size, 1, 0, false))
            .bytes();

    assertThatExceptionOfType(ParquetFault.class).isThrownBy(() -> ParquetFiles.rows(file, ROOM));
  }

  @Test
  void timesInAnUnknownUnitAreRefused() {
    byte[] file =
        CraftedFile.of(
                Physical.INT64,
                CraftedFile.REQUIRED,
                element ->
                    element.begin(10).begin(8).bool(1, true).begin(2).empty(4).end().end().end())
            .bytes();

    refused(file, ParquetFault.Kind.UNSUPPORTED, "has times in an unknown unit");
  }

  private static void refused(byte[] file, ParquetFault.Kind kind, String reason) {
    assertThatExceptionOfType(ParquetFault.class)
        .isThrownBy(() -> ParquetFiles.rows(file, ROOM))
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
