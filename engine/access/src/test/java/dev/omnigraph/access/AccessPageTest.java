package dev.omnigraph.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.omnigraph.access.PolicyCases.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The policies of the page on access mean what the page says. */
class AccessPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "use", "access.md");

  @Test
  void thePoliciesOfThePageDecideItsCases() throws IOException {
    Policies policies =
        Policies.of("page.cedar", blocks("cedar").stream().collect(Collectors.joining("\n")));
    PolicyCases cases = PolicyCases.read("the page", blocks("json").getFirst(), "flights");

    List<Result> results = cases.run(new CedarAuthorizer(), policies);

    assertThatCode(policies::check).doesNotThrowAnyException();
    assertThat(results).hasSizeGreaterThan(10).allMatch(Result::passed);
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?s)```" + language + "\n(.*?)```")
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
