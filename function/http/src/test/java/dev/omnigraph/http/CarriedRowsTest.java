package dev.omnigraph.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.QueryAnswer.Column;
import dev.omnigraph.exec.RowSink;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.wire.HttpError;
import dev.omnigraph.wire.RowFormat;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CarriedRowsTest {
  private static final int FAR_TOO_MANY = 100_000;

  @Test
  void rowsAreOneBodyWithHeaders() {
    Response answer = new CarriedRows().send(RowFormat.CSV, sink -> give(sink, 1)).build();

    assertThat(new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8))
        .isEqualTo("text\n" + "x".repeat(1000) + "\n");
    assertThat(answer.getHeaderString("Omnigraph-Commit")).isEqualTo("c");
    assertThat(answer.getHeaderString("Omnigraph-Columns"))
        .isEqualTo("[{\"name\":\"text\",\"type\":\"String\"}]");
  }

  @ParameterizedTest
  @EnumSource(names = {"NDJSON", "CSV", "ARROW"})
  void rowsThatLambdaDoesNotCarryAreRefusedBeforeTheLastAndToldTheWayOut(RowFormat format) {
    AtomicInteger given = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new CarriedRows()
                    .send(
                        format,
                        sink -> {
                          sink.state(new CommitId("c"));
                          sink.columns(columns());
                          for (int n = 0; n < FAR_TOO_MANY; n++) {
                            sink.row(List.of("x".repeat(1000)));
                            given.incrementAndGet();
                          }
                        }))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.is(HttpError.ANSWER_TOO_LARGE)).isTrue();
              assertThat(e.nextStep()).contains("limit", "handover");
            });
    assertThat(given.get()).isLessThan(FAR_TOO_MANY / 5);
  }

  private static void give(RowSink sink, int rows) {
    sink.state(new CommitId("c"));
    sink.columns(columns());
    for (int n = 0; n < rows; n++) {
      sink.row(List.of("x".repeat(1000)));
    }
  }

  private static List<Column> columns() {
    return List.of(new Column("text", new ValueType.Value(Scalar.STRING, false)));
  }
}
