package dev.omnigraph.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What makes two requests under one idempotency key the same request. */
class RequestDigestTest {

  @Test
  void theOrderOfMembersDoesNotMatterAtAnyDepth() {
    Map<String, Object> one = members("a", 1, "b", List.of(members("x", 1, "y", "2")));
    Map<String, Object> other = members("b", List.of(members("y", "2", "x", 1L)), "a", 1);

    assertThat(digest(one)).isEqualTo(digest(other));
  }

  @Test
  void theSameNumberInAnotherJavaTypeIsTheSame() {
    assertThat(digest(Map.of("n", 7)))
        .isEqualTo(digest(Map.of("n", 7L)))
        .isEqualTo(digest(Map.of("n", BigInteger.valueOf(7))));
  }

  @Test
  void anyOtherValueIsAnotherRequest() {
    assertThat(
            List.of(
                Map.of("a", 1),
                Map.of("a", "1"),
                Map.of("a", List.of(1)),
                Map.of("a", List.of(1, 2)),
                Map.of("a", List.of(2, 1)),
                Map.of("b", 1),
                members("a", null, "b", 1)))
        .extracting(RequestDigestTest::digest)
        .doesNotHaveDuplicates();
  }

  private static String digest(Map<String, ?> arguments) {
    WriteOptions options = WriteOptions.on(BranchName.MAIN, "ann").keyed("key");
    return String.valueOf(
        new MutationRequest("query q {}", "q.gq", "q", arguments, options).digest());
  }

  private static Map<String, Object> members(
      String a, @Nullable Object first, String b, Object second) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(a, first);
    members.put(b, second);
    return members;
  }
}
