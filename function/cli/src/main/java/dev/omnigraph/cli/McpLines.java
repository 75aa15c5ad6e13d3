package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.cli.remote.Reading;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.ErrorBody;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The Model Context Protocol as programs speak it that start one another: a message of JSON-RPC a
 * line, in both directions, until the input ends. Whatever a message leads to, the next one is
 * answered.
 */
final class McpLines {
  /** Of JSON-RPC: something else than the message was wrong. */
  private static final int INTERNAL = -32603;

  private final Server server;
  private final PrintWriter out;

  /** Answers one message. */
  @FunctionalInterface
  interface Server {
    /**
     * @return empty where a message has no answer
     * @throws GraphException when nobody who speaks the protocol can be reached
     */
    Optional<String> answer(String message);
  }

  /**
   * @param out to which nothing else is written
   */
  McpLines(Server server, PrintWriter out) {
    this.server = server;
    this.out = out;
  }

  /** Answers all messages. */
  void run(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank()) {
        answer(line).ifPresent(this::send);
      }
      if (out.checkError()) {
        // Nobody reads any more.
        return;
      }
    }
  }

  private Optional<String> answer(String message) {
    try {
      return server.answer(message);
    } catch (GraphException e) {
      return failed(message, ErrorBody.of(e).text());
    } catch (RuntimeException e) {
      return failed(message, "a defect in OmniGraph, please report it: " + e);
    }
  }

  /** What asks for nothing is told nothing. */
  private static Optional<String> failed(String message, String why) {
    JsonNode id = Reading.object(message).path("id");
    if (id.isMissingNode()) {
      return Optional.empty();
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("jsonrpc", "2.0");
    answer.set("id", id);
    answer.putObject("error").put("code", INTERNAL).put("message", why);
    return Optional.of(answer.toString());
  }

  /** In JSON, a line break can only be between two tokens. */
  private void send(String message) {
    out.print(message.replace('\r', ' ').replace('\n', ' ').strip() + "\n");
  }
}
