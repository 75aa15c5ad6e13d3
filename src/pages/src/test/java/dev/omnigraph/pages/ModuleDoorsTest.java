package dev.omnigraph.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Across modules, only the packages are used that the page on the design calls a module's door, and
 * only by those modules that the page lets in.
 */
class ModuleDoorsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final String BASE = "dev.omnigraph";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package (dev\\.omnigraph[\\w.]*);");
  private static final Pattern TYPE =
      Pattern.compile("\\b(dev\\.omnigraph(?:\\.[a-z]\\w*)*)\\.[A-Z]\\w*");

  private final Map<String, Module> modules = modulesOfThePage();

  /**
   * A row of the page's table.
   *
   * @param door packages that others may use
   * @param uses modules, and single packages of others
   */
  private record Module(Set<String> door, Set<String> uses) {}

  @Test
  void everyModuleWithProgramsIsOnThePage() throws IOException {
    assertThat(modules.keySet()).containsExactlyInAnyOrderElementsOf(modulesOfTheProject());
  }

  @Test
  void aDoorIsMadeOfPackagesOfItsModule() {
    modules.forEach(
        (name, module) ->
            assertThat(packages(name)).as(name).containsAll(qualified(module.door())));
  }

  @Test
  void everyPackageLiesInOneModule() {
    Map<String, List<String>> homes = new TreeMap<>();
    for (String module : modules.keySet()) {
      packages(module).forEach(p -> homes.computeIfAbsent(p, key -> new ArrayList<>()).add(module));
    }

    assertThat(homes).allSatisfy((name, in) -> assertThat(in).as(name).hasSize(1));
  }

  @Test
  void onlyDoorsAreUsed() {
    List<String> trespasses = new ArrayList<>();
    for (var row : modules.entrySet()) {
      String module = row.getKey();
      Set<String> allowed = allowed(module, row.getValue());
      for (Path file : sources(module)) {
        used(file)
            .filter(name -> !allowed.contains(name))
            .forEach(name -> trespasses.add(module + ": " + file.getFileName() + " uses " + name));
      }
    }

    assertThat(trespasses)
        .as("uses that the table of modules in docs/build/design.md does not allow")
        .isEmpty();
  }

  /** Its own packages, the doors of the modules it may use, and single packages it may use. */
  private Set<String> allowed(String name, Module module) {
    Set<String> allowed = new TreeSet<>(packages(name));
    for (String use : module.uses()) {
      Module used = modules.get(use);
      allowed.addAll(qualified(used == null ? Set.of(use) : used.door()));
    }
    return allowed;
  }

  private static Set<String> packages(String module) {
    return sources(module).stream()
        .flatMap(file -> PACKAGE.matcher(text(file)).results().map(found -> found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> used(Path file) {
    return TYPE.matcher(text(file)).results().map(found -> found.group(1)).distinct();
  }

  private static Set<String> qualified(Set<String> packages) {
    return packages.stream()
        .map(name -> name.startsWith(BASE) ? name : BASE + "." + name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The rows of the table whose first column is a module, with its door and what it may use. */
  private static Map<String, Module> modulesOfThePage() {
    Map<String, Module> modules = new LinkedHashMap<>();
    for (String line : text(ROOT.resolve("docs/build/design.md")).lines().toList()) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 6 && cells[1].strip().matches("`(engine|function|src)/\\w+`")) {
        modules.put(
            codes(cells[1]).iterator().next(), new Module(codes(cells[3]), codes(cells[4])));
      }
    }
    assertThat(modules).as("rows of modules").isNotEmpty();
    return modules;
  }

  private static Set<String> codes(String cell) {
    return CODE.matcher(cell)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> modulesOfTheProject() throws IOException {
    List<String> found = new ArrayList<>();
    for (String parent : List.of("engine", "function", "src")) {
      try (Stream<Path> folders = Files.list(ROOT.resolve(parent))) {
        folders
            .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
            .forEach(folder -> found.add(parent + "/" + folder.getFileName()));
      }
    }
    return found;
  }

  private static List<Path> sources(String module) {
    Path below = ROOT.resolve(module).resolve("src/main/java");
    try (Stream<Path> tree = Files.walk(below)) {
      return tree.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
