package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** As much of SQS as takes messages, and keeps them. */
public final class DeadLetterQueue implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final HttpListener server;
  private final List<Message> messages = new CopyOnWriteArrayList<>();

  /**
   * A message that was sent.
   *
   * @param code attribute of it; empty when it has none
   * @param reason likewise
   */
  public record Message(String body, String code, String reason) {}

  private DeadLetterQueue() {
    this.server = HttpListener.start(this::take);
  }

  public static DeadLetterQueue start() {
    return new DeadLetterQueue();
  }

  /** Of the queue, as the SDK wants it. */
  public String address() {
    return "http://127.0.0.1:%d/000000000000/dead".formatted(server.port());
  }

  public List<Message> messages() {
    return messages;
  }

  @Override
  public void close() {
    server.close();
  }

  private void take(HttpExchange exchange) throws IOException {
    JsonNode sent = json.readTree(exchange.body());
    if (!exchange.header("X-Amz-Target").orElse("").equals("AmazonSQS.SendMessage")
        || !sent.path("QueueUrl").asString("").equals(address())) {
      exchange.respond(400, Map.of(), "{\"__type\": \"QueueDoesNotExist\"}".getBytes(UTF_8));
      return;
    }
    String body = sent.path("MessageBody").asString("");
    JsonNode attributes = sent.path("MessageAttributes");
    messages.add(new Message(body, text(attributes, "code"), text(attributes, "reason")));
    exchange.respond(
        200,
        Map.of("Content-Type", "application/x-amz-json-1.0"),
        "{\"MessageId\": \"1\", \"MD5OfMessageBody\": \"%s\", \"MD5OfMessageAttributes\": \"%s\"}"
            .formatted(md5(body.getBytes(UTF_8)), md5(encoded(attributes)))
            .getBytes(UTF_8));
  }

  private static String text(JsonNode attributes, String name) {
    return attributes.path(name).path("StringValue").asString("");
  }

  /** As the SDK checks it: by name, each part with its length before it. */
  private static byte[] encoded(JsonNode attributes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (String name : new TreeSet<>(attributes.propertyNames())) {
      write(out, name);
      write(out, attributes.path(name).path("DataType").asString(""));
      out.writeByte(1);
      write(out, text(attributes, name));
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
