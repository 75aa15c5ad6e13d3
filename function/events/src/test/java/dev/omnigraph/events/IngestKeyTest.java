package dev.omnigraph.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.id.BranchName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestKeyTest {

  @Test
  void aKeySaysGraphBranchAndMode() {
    assertThat(IngestKey.parse("ingest/", "ingest/flights/main/append/2026/01/a.jsonl"))
        .isEqualTo(lines("flights", BranchName.MAIN, LoadMode.APPEND));
    assertThat(IngestKey.parse("ingest/", "ingest/flights/test/overwrite/a.ndjson.gz"))
        .isEqualTo(lines("flights", new BranchName("test"), LoadMode.OVERWRITE));
    assertThat(IngestKey.parse("", "flights/main/merge/a.jsonl"))
        .isEqualTo(lines("flights", BranchName.MAIN, LoadMode.MERGE));
  }

  @Test
  void aTableIsOfTheTypeThatItsNameBeginsWith() {
    assertThat(IngestKey.parse("ingest/", "ingest/g/main/merge/2026.01/Person.2.parquet"))
        .isEqualTo(table(EntityFormat.PARQUET, "Person"));
    assertThat(IngestKey.parse("ingest/", "ingest/g/main/merge/Knows.csv.gz"))
        .isEqualTo(table(EntityFormat.CSV, "Knows"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\u0085", "\u2028", "\u2029", "\u0001", "😀", " "})
  void theNameOfAnObjectMayHaveAnyCharacter(String character) {
    assertThat(IngestKey.parse("ingest/", "ingest/f/main/append/a" + character + "b.jsonl"))
        .isEqualTo(lines("f", BranchName.MAIN, LoadMode.APPEND));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flights/main/merge/a.jsonl",
        "ingest/flights/main/a.jsonl",
        "ingest/flights/main/replace/a.jsonl",
        "ingest/flights/main/merge/a.txt",
        "ingest/flights/main/merge/.jsonl",
        "ingest//main/merge/a.jsonl",
        "other/ingest/flights/main/merge/a.jsonl"
      })
  void anyOtherKeyIsRefusedWithTheLayout(String key) {
    assertThatExceptionOfType(EventException.class)
        .isThrownBy(() -> IngestKey.parse("ingest/", key))
        .withMessageContaining(key)
        .satisfies(
            e -> assertThat(e.nextStep()).contains("ingest/{graph}/{branch}/").contains(".jsonl"));
  }

  private static IngestKey lines(String graph, BranchName branch, LoadMode mode) {
    return new IngestKey(graph, branch, mode, EntityFormat.JSONL, null);
  }

  private static IngestKey table(EntityFormat format, String type) {
    return new IngestKey("g", BranchName.MAIN, LoadMode.MERGE, format, type);
  }
}
