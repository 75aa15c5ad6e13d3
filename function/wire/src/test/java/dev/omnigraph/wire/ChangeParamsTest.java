package dev.omnigraph.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.call.Change.Kind;
import dev.omnigraph.call.Change.Operation;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ChangeParamsTest {
  private static final BranchName SIDE = new BranchName("agent/7");

  @Test
  void aStateIsABranchOrACommitOrATimeOfIt() {
    assertThat(ChangeParams.state("from", "agent/7")).isEqualTo(new ReadAt.Head(SIDE));
    assertThat(ChangeParams.state("from", "agent/7@01K9GZ8M3R4V5X6Y7Z8A9BCDEF-7"))
        .isEqualTo(new ReadAt.Commit(SIDE, new CommitId("01K9GZ8M3R4V5X6Y7Z8A9BCDEF-7")));
    assertThat(ChangeParams.state("from", "agent/7@2026-01-31T12:00:00Z"))
        .isEqualTo(new ReadAt.Time(SIDE, Instant.parse("2026-01-31T12:00:00Z")));
  }

  @Test
  void aStateThatIsNotNamedIsRefused() {
    refuses(() -> ChangeParams.state("from", null), HttpError.INVALID_STATE);
    refuses(() -> ChangeParams.state("from", "main@"), HttpError.INVALID_STATE);
    refuses(() -> ChangeParams.state("from", "@x"), HttpError.INVALID_STATE);
    refuses(() -> ChangeParams.state("from", "main@12:00"), HttpError.INVALID_TIME);
  }

  @Test
  void filtersAreListsOfWords() {
    assertThat(ChangeParams.filter(null, null, null, true)).isEqualTo(ChangeFilter.ALL);
    assertThat(ChangeParams.filter("node", "Person,Doc", "insert,delete", true))
        .isEqualTo(
            new ChangeFilter(
                Set.of(Kind.NODE),
                Set.of("Person", "Doc"),
                Set.of(Operation.INSERT, Operation.DELETE)));
    refuses(() -> ChangeParams.filter("nodes", null, null, true), HttpError.INVALID_CHANGE_FILTER);
    refuses(() -> ChangeParams.filter(null, null, "upsert", true), HttpError.INVALID_CHANGE_FILTER);
  }

  private static void refuses(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.errorCode()).isEqualTo(code));
  }
}
