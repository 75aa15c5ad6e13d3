package dev.omnigraph.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowFormatTest {

  @Test
  void whoSaysNothingGetsJson() {
    assertThat(RowFormat.accepted(null)).contains(RowFormat.JSON);
    assertThat(RowFormat.accepted(" ")).contains(RowFormat.JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */*                                                        | JSON
          application/*                                              | JSON
          application/json; charset=utf-8                            | JSON
          application/x-ndjson                                       | NDJSON
          TEXT/CSV                                                   | CSV
          text/*                                                     | CSV
          application/vnd.apache.arrow.stream                        | ARROW
          text/csv;q=0.5, application/x-ndjson;q=0.9                 | NDJSON
          text/csv, */*                                              | CSV
          text/html, application/xhtml+xml, */*;q=0.8                | JSON
          application/json;q=0, */*                                  | NDJSON
          text/csv;q=0.1, */*;q=0.5                                  | JSON
          text/csv; header=present; Q = 1.0, application/json;q=0.9  | CSV
          text/csv;q=2, application/x-ndjson;q=0.001                 | NDJSON
          """)
  void theBestLikedIsChosen(String accept, RowFormat format) {
    assertThat(RowFormat.accepted(accept)).contains(format);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/xml", "text/csv;q=0", "*/*;q=0", "json", ";", ",", "image/*"})
  void whatIsNotThereIsNotChosen(String accept) {
    assertThat(RowFormat.accepted(accept)).isEqualTo(Optional.empty());
  }
}
