package dev.omnigraph.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * LanceDB in a Python process, on the same S3 server: a program that is told what to do by lines.
 */
final class LanceDb implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KINDS =
      Set.of("bm25", "phrase", "fuzzy", "nearest", "nearest of 1%", "hybrid");

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  private final Path folder;
  private final String version;

  private LanceDb(Process process, Path folder) throws IOException {
    this.process = process;
    this.folder = folder;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.version = answer().path("version").asText();
  }

  /** What a question gave and cost. */
  record Answer(List<String> slugs, Duration time, int requests, int sequential, long bytes) {}

  /**
   * Starts it, and has it load and index the documents.
   *
   * @param python a Python that has the package lancedb
   */
  static LanceDb start(String python, Documents documents, Place place) throws IOException {
    Path folder = Files.createTempDirectory("lancedb");
    Path script = folder.resolve("lancedb_peer.py");
    try (InputStream source = LanceDb.class.getResourceAsStream("/lancedb_peer.py")) {
      if (source == null) {
        throw new IOException("lancedb_peer.py is not in the jar");
      }
      Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
    }
    Path lines = folder.resolve("documents.jsonl");
    try (InputStream from = documents.lines();
        OutputStream to = Files.newOutputStream(lines)) {
      from.transferTo(to);
    }
    Process process =
        new ProcessBuilder(
                python, script.toString(), place.endpoint(), place.bucket(), lines.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new LanceDb(process, folder);
  }

  String version() {
    return version;
  }

  boolean has(String kind) {
    return KINDS.contains(kind);
  }

  /**
   * @param cold whether in a connection of its own
   */
  Answer ask(Searching.Sought sought, boolean cold, Place place) {
    ObjectNode question = JSON.createObjectNode().put("kind", sought.name()).put("cold", cold);
    question.set("arguments", JSON.valueToTree(sought.question().arguments()));
    try {
      place.log().reset();
      in.write(question + "\n");
      in.flush();
      JsonNode answer = answer();
      List<String> slugs = new ArrayList<>();
      answer.path("slugs").forEach(slug -> slugs.add(slug.asText()));
      return new Answer(
          slugs,
          Duration.ofNanos(answer.path("nanos").asLong()),
          place.log().total(),
          place.log().sequential(),
          place.log().bytesOut());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode answer() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("LanceDB ended");
    }
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.destroy();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
