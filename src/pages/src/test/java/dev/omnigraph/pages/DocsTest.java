package dev.omnigraph.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages that name tests, error codes and each other name what is there. */
class DocsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern TEST = Pattern.compile("`(\\w*[a-z](?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern CODE = Pattern.compile("`([a-z]+(?:_[a-z]+)+)`");
  private static final Pattern CODE_OF_ANSWER = Pattern.compile("\"code\": \"(\\w+)\"");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(?:#[^)]*)?\\)");

  @Test
  void namedTestsExist() throws IOException {
    Map<String, String> sources = sources("src/test/java");
    List<String> absent = new ArrayList<>();
    List<MatchResult> named = pages().flatMap(page -> TEST.matcher(text(page)).results()).toList();

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
  void errorCodesOfTheGuaranteesExist() throws IOException {
    String code = String.join("\n", sources("src/main/java").values());
    String section = text(ROOT.resolve("docs/use/guarantees.md"));
    String errors =
        section.substring(
            section.indexOf("## What an error means"), section.indexOf("## Every mechanism"));

    assertThat(CODE.matcher(errors).results().map(name -> name.group(1)))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(code).contains('"' + name + '"'));
  }

  @Test
  void codesAndSettingsThatOperatorsReadOfExist() throws IOException {
    String code = String.join("\n", sources("src/main/java").values()) + module();

    for (String page :
        List.of("docs/run/operations.md", "docs/run/functions.md", "terraform/README.md")) {
      String text = text(ROOT.resolve(page));
      assertThat(Stream.of(CODE, CODE_OF_ANSWER).flatMap(form -> form.matcher(text).results()))
          .isNotEmpty()
          .allSatisfy(
              name -> assertThat(code).as(page).containsPattern("\\b" + name.group(1) + "\\b"));
    }
  }

  @Test
  void linksBetweenPagesLeadSomewhere() throws IOException {
    List<Path> links =
        pages()
            .flatMap(
                page ->
                    LINK.matcher(text(page))
                        .results()
                        .map(link -> page.resolveSibling(link.group(1)).normalize()))
            .toList();

    assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(link).exists());
  }

  /** Everything in Markdown that a reader is led to from the root. */
  private static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("docs", "terraform")) {
      try (Stream<Path> tree = Files.walk(ROOT.resolve(folder))) {
        tree.filter(DocsTest::isPage).forEach(pages::add);
      }
    }
    try (Stream<Path> root = Files.list(ROOT)) {
      root.filter(DocsTest::isPage).forEach(pages::add);
    }
    return pages.stream();
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }

  /** Sources of every module, by the name of their class. */
  private static Map<String, String> sources(String below) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String parent : List.of("engine", "function", "infra", "src")) {
      try (Stream<Path> tree = Files.walk(ROOT.resolve(parent))) {
        tree.filter(file -> file.toString().endsWith(".java"))
            .filter(file -> file.toString().contains("/" + below + "/"))
            .forEach(files::add);
      }
    }
    Function<Path, String> name = file -> file.getFileName().toString().replace(".java", "");
    return files.stream()
        .filter(file -> !name.apply(file).equals("package-info"))
        .collect(Collectors.toMap(name, DocsTest::text, (one, other) -> one + "\n" + other));
  }

  /** Variables, outputs and resources of the Terraform module. */
  private static String module() throws IOException {
    try (Stream<Path> tree = Files.walk(ROOT.resolve("terraform"))) {
      return tree.filter(file -> file.toString().endsWith(".tf"))
          .map(DocsTest::text)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
