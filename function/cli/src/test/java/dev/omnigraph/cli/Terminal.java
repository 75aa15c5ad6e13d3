package dev.omnigraph.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A person who types commands about one graph. */
final class Terminal {
  private final Path graph;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String piped = "";

  Terminal(Path graph) {
    this.graph = graph;
  }

  void pipe(String text) {
    piped = text;
  }

  /** Runs a command about the graph. */
  int graph(String command, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.add("--graph");
    line.add(graph.toString());
    line.addAll(List.of(arguments));
    return run(line.toArray(String[]::new));
  }

  int run(String... line) {
    return Main.run(
        new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8)),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        line);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  void clear() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }
}
