package dev.omnigraph.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.error.GraphException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvLinesTest {
  private static final int MOST = 50_000;
  private static final int BLANK = 1_000_000;

  @Test
  void blankLinesAreHandedOutInPieces() throws IOException {
    CsvLines lines = lines("a,b\n" + "\n".repeat(BLANK) + "1,2\n");

    byte[] into = new byte[2 * BLANK];
    int first = lines.read(into, 0, into.length);
    int rest = lines.readNBytes(into, first, into.length - first);

    assertThat(first).isLessThan(BLANK / 10);
    assertThat(new String(into, 0, first + rest, StandardCharsets.UTF_8))
        .isEqualTo("\n".repeat(BLANK + 1) + "[\"1\",\"2\"]\n");
  }

  @Test
  void separatorsAreCharactersOfARecordToo() throws IOException {
    CsvLines record = lines("a,b\n" + ",".repeat(MOST + 1));

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(record::read)
        .withMessageContaining("line 2 begins a record of more than 50,000 characters");
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> lines(",".repeat(MOST + 1)))
        .withMessageContaining("line 1 begins a record of more than 50,000 characters");
  }

  @Test
  void aHeaderHasNoMoreColumnsThanATypeMayHave() {
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> lines("a" + ",a".repeat(10_000)))
        .withMessageContaining("line 1 has 10,001 columns, and no type has more than 10,000");
  }

  private static CsvLines lines(String text) throws IOException {
    return new CsvLines(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "in.csv", MOST);
  }
}
