package dev.omnigraph.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.error.GraphException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalTest {

  @Test
  void anActorIsNeverTakenForAnotherKind() {
    assertThat(Principal.of(Kind.USER, "ingest").actor()).isEqualTo("user:ingest");
    assertThat(Principal.of(Kind.TOKEN, "ci").actor()).isEqualTo("token:ci");
    assertThat(Principal.of(Kind.FUNCTION, "ingest").actor()).isEqualTo("ingest");
    assertThat(Principal.of(Kind.LOCAL, "ann").actor()).isEqualTo("ann");
    assertThat(Principal.of(Kind.ROLE, "arn:aws:iam::123456789012:role/web").actor())
        .isEqualTo("arn:aws:iam::123456789012:role/web");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a\nb",
        "a\u0000",
        "a\u202Eb",
        "\uD800",
        "a\u2028",
        "\u200Bann",
        "\u0085"
      })
  void aNameThatWouldDeceiveAReaderIsRefused(String name) {
    assertRefused(() -> Principal.of(Kind.USER, name));
    assertRefused(() -> Principal.of(Kind.USER, "ann", name));
  }

  @Test
  void namesAndGroupsAreBounded() {
    Set<String> many =
        IntStream.range(0, 201).mapToObj(i -> "g" + i).collect(Collectors.toUnmodifiableSet());

    assertRefused(() -> Principal.of(Kind.USER, "x".repeat(513)));
    assertRefused(() -> new Principal(Kind.USER, "ann", many));
    assertThat(Principal.of(Kind.USER, "x".repeat(512)).name()).hasSize(512);
  }

  @Test
  void aMisspeltActionIsRefusedWithWhatWasMeant() {
    assertThat(Action.of("branch_create")).isEqualTo(Action.BRANCH_CREATE);
    assertThatThrownBy(() -> Action.of("brnch_create"))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> assertThat(e.nextStep()).isEqualTo("Did you mean `branch_create`?"));
  }

  private static void assertRefused(Runnable made) {
    assertThatThrownBy(made::run)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(AccessError.PRINCIPAL_NAME)).isTrue());
  }
}
