package dev.omnigraph.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private byte[] piped = {};

  Terminal(Path graph) {
    this.graph = graph;
  }

  void pipe(String text) {
    pipe(text.getBytes(StandardCharsets.UTF_8));
  }

  void pipe(byte[] content) {
    piped = content;
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
        new ByteArrayInputStream(piped),
        bytes,
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        line);
  }

  String out() {
    return out.toString();
  }

  /** What was printed that is not text. */
  byte[] bytes() {
    return bytes.toByteArray();
  }

  String err() {
    return err.toString();
  }

  void clear() {
    bytes.reset();
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }
}
