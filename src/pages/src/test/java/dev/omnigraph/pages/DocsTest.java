package dev.omnigraph.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages that name tests, error codes, settings and each other name what exists. */
class DocsTest {
  private static final Pattern TEST = Pattern.compile("`(\\w*[a-z](?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern CODE = Pattern.compile("`([a-z]+(?:_[a-z]+)+)`");
  private static final Pattern CODE_OF_ANSWER = Pattern.compile("\"code\": \"(\\w+)\"");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)?(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  @Test
  void namedTestsExist() {
    Map<String, String> sources = sources("src/test/java");
    List<String> absent = new ArrayList<>();
    List<MatchResult> named =
        Project.pages().stream()
            .flatMap(page -> TEST.matcher(Project.text(page)).results())
            .toList();

    for (MatchResult name : named) {
      String source = sources.get(name.group(1));
      if (source == null
          || name.group(2) != null && !source.contains("void " + name.group(2) + "(")) {
        absent.add(name.group());
      }
    }

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(absent).isEmpty();
  }

  @Test
  void codesAndSettingsThatOperatorsReadOfExist() {
    String code =
        String.join("\n", sources("src/main/java").values())
            + module()
            + Project.text("docs/errors.md");

    for (String page :
        List.of("docs/run/operations.md", "docs/run/functions.md", "terraform/README.md")) {
      String text = Project.text(page);
      assertThat(Stream.of(CODE, CODE_OF_ANSWER).flatMap(form -> form.matcher(text).results()))
          .isNotEmpty()
          .allSatisfy(
              name -> assertThat(code).as(page).containsPattern("\\b" + name.group(1) + "\\b"));
    }
  }

  @Test
  void linksBetweenPagesLeadSomewhere() {
    List<String> astray = new ArrayList<>();
    for (Path page : Project.pages()) {
      LINK.matcher(Project.text(page))
          .results()
          .filter(link -> !leadsSomewhere(page, link.group(1), link.group(2)))
          .forEach(link -> astray.add(Project.name(page) + ": " + link.group()));
    }

    assertThat(astray).isEmpty();
  }

  private static boolean leadsSomewhere(
      Path page, @Nullable String file, @Nullable String heading) {
    Path target = file == null ? page : page.resolveSibling(file).normalize();
    return Files.exists(target) && (heading == null || headings(target).contains(heading));
  }

  /** The anchors of a page, as they are made of its headings. */
  private static Set<String> headings(Path page) {
    return HEADING
        .matcher(Project.text(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** Sources of every module, by the name of their class. */
  private static Map<String, String> sources(String folder) {
    Function<Path, String> name = file -> file.getFileName().toString().replace(".java", "");
    return Project.sources(folder).stream()
        .filter(file -> !name.apply(file).equals("package-info"))
        .collect(Collectors.toMap(name, Project::text, (one, other) -> one + "\n" + other));
  }

  /** Variables, outputs and resources of the Terraform module. */
  private static String module() {
    return Project.filesIn(Project.ROOT.resolve("terraform"), ".tf").stream()
        .map(Project::text)
        .collect(Collectors.joining("\n"));
  }
}
