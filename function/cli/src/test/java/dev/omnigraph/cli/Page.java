package dev.omnigraph.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation whose examples are run as they stand, from its top to its end. A
 * block of {@code pg}, {@code gq}, {@code json} or {@code csv} becomes the file {@code people.pg},
 * {@code people.gq}, {@code people.jsonl} or {@code people.csv}, or the file that its first line
 * names as {@code // library/queries/loans.gq}; each {@code $ omnigraph} and {@code $ cat} line of
 * a {@code console} block is run, and what it prints follows it. {@code init} starts a new graph,
 * and {@code …-7} in an argument is the commit that was shown so last.
 */
final class Page {
  private static final Pattern BLOCK =
      Pattern.compile("```(pg|gq|json|csv|console)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** Commit ids, the costs of a call, and cursors. */
  private static final Pattern VOLATILE =
      Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-9,]+ requests?, .*|(?<=^cursor: ).*");

  /** The end of a commit's id, as a page shows it. */
  private static final Pattern SHOWN = Pattern.compile("…-[0-9]+");

  private static final Pattern NAMED = Pattern.compile("// (library/\\S+)\n");

  private static final Pattern FILE = Pattern.compile("people\\..*|library(/.*)?|plan\\.json");

  private static final Pattern TIME = Pattern.compile("[0-9-]{10}T[0-9:.]{8,}Z");

  private static final Pattern COMMIT = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}(-[0-9]+)");

  private final Path folder;

  /** The commit that was shown last with the end of its id, as the page shows it. */
  private final Map<String, String> commits = new HashMap<>();

  private int graphs;

  Page(Path folder) {
    this.folder = folder;
  }

  /** The page with what its commands print now. */
  String run(String text) throws IOException {
    StringBuilder out = new StringBuilder();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String content = block.group(2);
      block.appendReplacement(
          out,
          Matcher.quoteReplacement(
              "```" + block.group(1) + "\n" + content(block.toMatchResult(), content) + "```"));
    }
    return block.appendTail(out).toString();
  }

  private String content(MatchResult block, String content) throws IOException {
    Matcher named = NAMED.matcher(content);
    if (named.lookingAt()) {
      write(named.group(1), content);
      return content;
    }
    switch (block.group(1)) {
      case "pg" -> write("people.pg", content);
      case "gq" -> write("people.gq", content);
      case "json" -> write("people.jsonl", content);
      case "csv" -> write("people.csv", content);
      default -> {
        StringBuilder transcript = new StringBuilder();
        for (String line :
            content.lines().filter(l -> l.matches("\\$ (omnigraph|cat) .*")).toList()) {
          transcript.append(line).append('\n');
          transcript.append(
              line.startsWith("$ cat ")
                  ? Files.readString(folder.resolve(line.substring(6)))
                  : output(line.substring(12)));
        }
        return transcript.toString();
      }
    }
    return content;
  }

  void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  private String output(String line) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out, true);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Main.run(
        InputStream.nullInputStream(),
        bytes,
        printer,
        printer,
        arguments(line).toArray(String[]::new));
    String printed = (out + bytes.toString(StandardCharsets.UTF_8)).replace(folder + "/", "");
    COMMIT
        .matcher(printed)
        .results()
        .forEach(commit -> commits.put("…" + commit.group(1), commit.group()));
    StringBuilder kept = new StringBuilder();
    printed
        .lines()
        .filter(l -> !l.contains("loading: "))
        .forEach(l -> kept.append(masked(l).stripTrailing()).append('\n'));
    return kept.toString();
  }

  /** Without what differs between runs: of a line about a commit its time, too. */
  private static String masked(String line) {
    String timeless = COMMIT.matcher(line).find() ? TIME.matcher(line).replaceAll("…") : line;
    return VOLATILE.matcher(timeless).replaceAll("…");
  }

  private List<String> arguments(String line) {
    List<String> arguments = new ArrayList<>();
    WORD.matcher(line)
        .results()
        .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
        .map(
            word ->
                SHOWN
                    .matcher(word)
                    .replaceAll(shown -> commits.getOrDefault(shown.group(), shown.group())))
        .map(word -> FILE.matcher(word).matches() ? folder.resolve(word).toString() : word)
        .forEach(arguments::add);
    if (arguments.getFirst().equals("init")) {
      graphs++;
    }
    if (!Set.of("lint", "test").contains(arguments.getFirst())) {
      arguments.addAll(List.of("--graph", folder.resolve("graph-" + graphs).toString()));
    }
    return arguments;
  }
}
