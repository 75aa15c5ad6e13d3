package dev.omnigraph.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventExceptionTest {
  private static final Failure LASTING = failure("a", EventError.UNKNOWN_KEY);
  private static final Failure PASSING = failure("b", EventError.OBJECT_UNREADABLE);

  @Test
  void theSummaryIsOfTheKindOfTheFirstFailureThatMayPass() {
    EventException summary = EventException.summary(List.of(LASTING, PASSING));

    assertThat(summary.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(summary.code()).isEqualTo("object_unreadable");
    assertThat(summary.nextStep()).isEqualTo(EventError.OBJECT_UNREADABLE.nextStep());
    assertThat(summary)
        .hasMessage(
            """
            a: unknown_key: It failed. (delivered again, it fails again)
            b: object_unreadable: It failed. (delivered again, it may succeed)""");
  }

  @Test
  void theSummaryOfFailuresThatStayIsOfTheKindOfTheFirst() {
    EventException summary =
        EventException.summary(List.of(LASTING, failure("c", ProtocolError.DATA_GONE)));

    assertThat(summary.code()).isEqualTo("unknown_key");
    assertThat(summary.kind()).isEqualTo(ErrorKind.INVALID);
  }

  @Test
  void aDefectIsSummarizedAsOne() {
    Failure defect = Failure.logged("d", new IllegalStateException("secret"));

    EventException summary = EventException.summary(List.of(defect));

    assertThat(summary.kind()).isEqualTo(ErrorKind.INTERNAL);
    assertThat(summary.getMessage()).startsWith("d: internal: ").doesNotContain("secret");
  }

  private static Failure failure(String what, ErrorCode code) {
    return new Failure(what, GraphException.of(code, "It failed.").build());
  }
}
