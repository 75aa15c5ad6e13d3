package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A test of a project folder: {@code NAME.json}, with queries of {@code NAME.gq} or stored ones.
 *
 * @param name its path below the folder of tests, without an ending
 * @param file that says what is expected, whether it is there or not
 * @param queries null where there are none of its own
 * @param steps null where {@code file} is not there
 */
record TestFile(String name, Path file, @Nullable Path queries, @Nullable List<TestStep> steps) {
  private static final String QUERIES = ".gq";
  private static final String EXPECTED = ".json";
  private static final String CASES = ".cases.json";

  /** Numbers as they are written. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /**
   * All tests below a folder, by their names; none where there is no such folder.
   *
   * @throws GraphException {@code test_malformed}, {@code file_unreadable}
   */
  static List<TestFile> below(Path folder) {
    SortedSet<String> names = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      for (Path file : ProjectFolder.files(folder, QUERIES)) {
        names.add(name(folder, file, QUERIES));
      }
      for (Path file : ProjectFolder.files(folder, EXPECTED)) {
        if (!file.toString().endsWith(CASES)) {
          names.add(name(folder, file, EXPECTED));
        }
      }
    }
    return names.stream().map(name -> read(folder, name)).toList();
  }

  /** The tables of cases below a folder. */
  static List<Path> cases(Path folder) {
    return Files.isDirectory(folder) ? ProjectFolder.files(folder, CASES) : List.of();
  }

  private static String name(Path folder, Path file, String ending) {
    String path = ProjectFolder.name(folder, file);
    return path.substring(0, path.length() - ending.length());
  }

  private static TestFile read(Path folder, String name) {
    Path queries = folder.resolve(name + QUERIES);
    Path file = folder.resolve(name + EXPECTED);
    return new TestFile(
        name,
        file,
        Files.exists(queries) ? queries : null,
        Files.exists(file) ? steps(file.toString(), TextFile.read(file)) : null);
  }

  private static List<TestStep> steps(String file, String text) {
    JsonNode json = tree(file, text);
    if (!json.isArray()) {
      return List.of(TestStep.read(file, json));
    }
    List<TestStep> steps = new ArrayList<>();
    json.forEach(step -> steps.add(TestStep.read(file, step)));
    return steps;
  }

  /**
   * A text as JSON.
   *
   * @param file its name in messages
   * @throws GraphException {@code test_malformed}, with the place
   */
  static JsonNode tree(String file, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw TestStep.malformed(
          "%s:%d:%d".formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e.getOriginalMessage());
    }
  }

  /** Writes what is expected from now on. */
  void write(List<TestStep> now) {
    String text =
        now.size() == 1
            ? now.getFirst().text("")
            : now.stream()
                .map(step -> step.text("  "))
                .collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
    try {
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw NewFile.unwritable(file, e);
    }
  }
}
