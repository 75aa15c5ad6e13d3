package dev.omnigraph.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {

  @Test
  void whatTheSchemaHasIsAccepted() {
    Policies policies =
        policies(
            """
            permit(principal in Group::"a", action in [Action::"read", Action::"export"], resource);
            permit(principal is Role, action, resource in Branch::"main")
            when { principal.name like "arn:aws:iam::*" };
            permit(principal, action == Action::"invoke_query", resource == Query::"top")
            when { resource.branch == "main" && !resource.protected };
            forbid(principal, action, resource is Type) unless { resource.name == "Person" };
            """);

    assertThatCode(policies::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void everyActionIsInTheSchema(Action action) {
    assertThatCode(
            policies("permit(principal, action == Action::\"" + action.text() + "\", resource);")
                ::check)
        .doesNotThrowAnyException();
  }

  @Test
  void aMisspeltActionIsShownWithWhatWasMeant() {
    List<Diagnostic> mistakes =
        mistakes("permit(principal,\n  action == Action::\"raed\", resource);");

    assertThat(mistakes).hasSize(1);
    Diagnostic mistake = mistakes.getFirst();
    assertThat(mistake.code()).isEqualTo(AccessError.POLICY_INVALID);
    assertThat(mistake.span().file()).isEqualTo("p.cedar");
    assertThat(mistake.span().line()).isEqualTo(2);
    assertThat(mistake.span().column()).isEqualTo(13);
    assertThat(mistake.message()).isEqualTo("Unrecognized action `Action::\"raed\"`.");
    assertThat(mistake.help()).isEqualTo("Did you mean `Action::\"read\"`?");
    assertThat(mistake.excerpt()).contains("action == Action::\"raed\"").contains("^^^");
  }

  @Test
  void aMisspeltAttributeIsShownAfterOtherLettersToo() {
    Diagnostic mistake =
        mistakes(
                """
                @id("Zoë 😀") forbid(principal, action, resource is Branch) when { resource.protectd };
                """)
            .getFirst();

    assertThat(mistake.span().column()).isEqualTo(67);
    assertThat(mistake.message()).contains("`protectd`");
  }

  @Test
  void allMistakesOfAllFilesAreShown() {
    Policies policies =
        new Policies(
            new TreeMap<>(
                Map.of(
                    "a.cedar", "permit(principal == Usr::\"x\", action, resource);",
                    "b.cedar", "permit(principal, action, resource) when { 1 };",
                    "c.cedar", "permit(principal, action, resource)")));

    LanguageException refused = catchThrowableOfType(LanguageException.class, policies::check);

    assertThat(refused.diagnostics())
        .extracting(d -> d.span().file())
        .contains("a.cedar", "b.cedar", "c.cedar");
    assertThat(refused.diagnostics())
        .extracting(Diagnostic::code)
        .contains(AccessError.POLICY_SYNTAX, AccessError.POLICY_INVALID);
  }

  @Test
  void aPolicyThatCanNeverApplyIsRefused() {
    assertThat(mistakes("permit(principal, action == Action::\"load\", resource is Query);"))
        .isNotEmpty();
  }

  @Test
  void templatesAreRefused() {
    assertThat(mistakes("permit(principal == ?principal, action, resource);")).isNotEmpty();
  }

  @Test
  void anIdBelongsToOnePolicy() {
    Policies policies =
        new Policies(
            new TreeMap<>(
                Map.of(
                    "a.cedar", "@id(\"x\") permit(principal, action, resource);",
                    "b.cedar", "\n@id(\"x\") permit(principal, action, resource);")));

    LanguageException refused = catchThrowableOfType(LanguageException.class, policies::check);

    assertThat(refused.is(AccessError.POLICY_ID_TWICE)).isTrue();
    assertThat(refused).hasMessageContaining("b.cedar:2:1").hasMessageContaining("a.cedar#1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.txt", ".cedar", "a/b.cedar", "../a.cedar", "é.cedar"})
  void aNameThatIsNoFileOfPoliciesIsRefused(String name) {
    assertThatThrownBy(Policies.of(name, "")::check)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(AccessError.POLICY_NAME)).isTrue());
  }

  @Test
  void textsThatWouldEndTheProcessAreRefusedFirst() {
    List<String> conditions =
        List.of(
            "(".repeat(100_000) + "true" + ")".repeat(100_000),
            "(".repeat(25) + "true" + ")".repeat(25),
            "[".repeat(3000) + "]".repeat(3000) + " == []",
            "{a: ".repeat(2000) + "1" + "}".repeat(2000) + " == 1",
            "if true then true else ".repeat(400) + "true",
            "principal has a" + ".a".repeat(4000),
            "1 + ".repeat(4000) + "1 == 2");
    for (String condition : conditions) {
      Policies policies =
          policies("permit(principal, action, resource) when { " + condition + " };");

      assertThatThrownBy(policies::check)
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.is(AccessError.POLICY_TOO_LARGE)).isTrue());
    }
  }

  @Test
  void whatIsJustBelowTheLimitsIsRead() {
    for (String condition :
        List.of(
            "(if true then {a: [".repeat(7) + "1" + "]} == {a: []} else true)".repeat(7),
            "if true then true else ".repeat(100) + "true",
            "principal has name" + " && principal has name".repeat(440),
            "1 + ".repeat(2400) + "1 == 2")) {
      Policies policies =
          policies("permit(principal, action, resource) when { " + condition + " };");

      Throwable refused = catchThrowable(policies::check);

      assertThat(refused instanceof GraphException e && e.is(AccessError.POLICY_TOO_LARGE))
          .isFalse();
    }
  }

  @Test
  void allTogetherHaveALimit() {
    String policy = "permit(principal, action, resource); // " + "x".repeat(960) + "\n";

    assertThatThrownBy(policies(policy.repeat(300))::check)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(AccessError.POLICY_TOO_LARGE)).isTrue());
  }

  private static List<Diagnostic> mistakes(String text) {
    LanguageException refused =
        catchThrowableOfType(LanguageException.class, policies(text)::check);
    return refused.diagnostics();
  }

  private static Policies policies(String text) {
    return Policies.of("p.cedar", text);
  }
}
