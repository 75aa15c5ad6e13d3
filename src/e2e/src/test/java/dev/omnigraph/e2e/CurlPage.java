package dev.omnigraph.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page whose commands are run by a shell, from its top to its end, against the server that the
 * page has at {@code localhost:8080}. In a command, {@code …-7} is the commit that was shown so
 * last, and {@code "…"} or {@code cursor=…} the cursor that was.
 */
final class CurlPage {
  private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMIT = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}(-[0-9]+)");
  private static final Pattern SHOWN = Pattern.compile("…-[0-9]+");
  private static final Pattern CURSOR =
      Pattern.compile("\"(?:next|cursor)\": ?\"([^\"]+)\"|(?i:Omnigraph-Next): (\\S+)");
  private static final Pattern DAY = Pattern.compile("agent/[^/\" ]+/(20[0-9-]{8})");
  private static final String PLACE = "localhost:8080";

  private final Path folder;
  private final int port;
  private final Map<String, String> environment;
  private final Map<String, String> commits = new HashMap<>();
  private String cursor = "";
  private String day = "";

  /**
   * @param folder where the commands run
   * @param environment of the shell, beside its own
   */
  CurlPage(Path folder, int port, Map<String, String> environment) {
    this.folder = folder;
    this.port = port;
    this.environment = environment;
  }

  /** The page with what its commands print now. */
  String run(String text) throws IOException, InterruptedException {
    // What curl does by itself where its output is a terminal.
    Files.writeString(folder.resolve(".curlrc"), "silent\nshow-error\n");
    StringBuilder out = new StringBuilder();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      StringBuilder transcript = new StringBuilder();
      for (String command : commands(block.group(1))) {
        transcript.append("$ ").append(command).append('\n').append(shown(output(command)));
      }
      block.appendReplacement(out, Matcher.quoteReplacement("```console\n" + transcript + "```"));
    }
    return block.appendTail(out).toString();
  }

  /** Each goes on over the next lines while a quote is open or its line ends in a backslash. */
  private static List<String> commands(String block) {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    for (String line : block.lines().toList()) {
      boolean begins = command.isEmpty() && line.startsWith("$ ");
      if (!begins && command.isEmpty()) {
        continue;
      }
      command.append(command.isEmpty() ? line.substring(2) : "\n" + line);
      boolean isOpen = command.chars().filter(c -> c == '\'').count() % 2 == 1;
      if (!isOpen && !line.endsWith("\\")) {
        commands.add(command.toString());
        command.setLength(0);
      }
    }
    return commands;
  }

  private String output(String command) throws IOException, InterruptedException {
    String run =
        SHOWN
            .matcher(command)
            .replaceAll(
                shown ->
                    Matcher.quoteReplacement(commits.getOrDefault(shown.group(), shown.group())))
            .replace("\"…\"", '"' + cursor + '"')
            .replace("cursor=…", "cursor=" + cursor)
            .replace("/…", "/" + day)
            .replace(PLACE, "localhost:" + port);
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", run).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("CURL_HOME", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    remember(printed);
    return printed.replace("localhost:" + port, PLACE);
  }

  private void remember(String printed) {
    COMMIT
        .matcher(printed)
        .results()
        .forEach(commit -> commits.put("…" + commit.group(1), commit.group()));
    CURSOR
        .matcher(printed)
        .results()
        .forEach(next -> cursor = next.group(1) == null ? next.group(2) : next.group(1));
    DAY.matcher(printed).results().forEach(name -> day = name.group(1));
  }

  private static String shown(String printed) {
    if (printed.isEmpty()) {
      return "";
    }
    StringBuilder shown = new StringBuilder();
    ShownJson.of(printed)
        .ifPresentOrElse(
            json -> shown.append(json).append('\n'),
            () ->
                printed
                    .lines()
                    .forEach(
                        line -> shown.append(ShownJson.masked(line).stripTrailing()).append('\n')));
    return shown.toString();
  }
}
