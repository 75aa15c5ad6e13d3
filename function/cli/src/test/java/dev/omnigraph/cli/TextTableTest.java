package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columnsAreAlignedAndNumbersToTheRight() {
    TextTable table = new TextTable(List.of("iata", "departures", "city"));
    table.add(List.of("ATL", 414513.0, "Atlanta"));
    table.add(Arrays.asList("ORD", 7, null));

    assertThat(printed(table))
        .isEqualTo(
            """
            iata  departures  city
            ────  ──────────  ───────
            ATL       414513  Atlanta
            ORD            7  null
            """);
  }

  @Test
  void noValueSpeaksToTheTerminal() {
    assertThat(TextTable.text("a\u001b[31mred\tb\u202ec\u0085"))
        .isEqualTo("a\\u{1b}[31mred\\tb\\u{202e}c\\u{85}");
    assertThat(TextTable.text(List.of("x\u009b"))).isEqualTo("[\"x\\u{9b}\"]");
    assertThat(TextTable.text("\ud83d\udc69\u200d\ud83d\ude80 ä"))
        .isEqualTo("\ud83d\udc69\u200d\ud83d\ude80 ä");
  }

  @Test
  void anEmptyTableIsItsHeader() {
    assertThat(printed(new TextTable(List.of("a", "bc")))).isEqualTo("a  bc\n─  ──\n");
  }

  @Test
  void valuesAreWrittenAsPeopleWriteThem() {
    assertThat(TextTable.text(2.5)).isEqualTo("2.5");
    assertThat(TextTable.text(-3.0)).isEqualTo("-3");
    assertThat(TextTable.text(1e300)).isEqualTo("1.0E300");
    assertThat(TextTable.text("a\nb")).isEqualTo("a\\nb");
    assertThat(TextTable.text(LocalDate.of(2026, 1, 2))).isEqualTo("2026-01-02");
    assertThat(TextTable.text(List.of("x", 1))).isEqualTo("[\"x\",1]");
    assertThat(TextTable.text(new byte[3])).isEqualTo("3 bytes");
    assertThat(TextTable.json(Map.of("a", new float[] {0.5f}))).isEqualTo("{\"a\":[0.5]}");
  }

  @Test
  void longValuesAreCut() {
    TextTable table = new TextTable(List.of("a"));
    table.add(List.<@Nullable Object>of("x".repeat(100)));

    assertThat(printed(table)).contains("x".repeat(59) + "…").doesNotContain("x".repeat(60));
  }

  private static String printed(TextTable table) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.print(out);
    out.flush();
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
