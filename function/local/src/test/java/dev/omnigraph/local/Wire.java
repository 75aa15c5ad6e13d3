package dev.omnigraph.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection that sends what no client library would. */
final class Wire implements AutoCloseable {
  /** Only a server that does not answer at all is waited for as long. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  Wire(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Lines end with CR and LF, whatever the text has. */
  Wire send(String text) {
    return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** All of one answer: its head, and a body of the length that it announces. */
  Answer answer() {
    try {
      InputStream in = socket.getInputStream();
      String head = head(in);
      int length =
          head.lines()
              .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
              .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
              .findFirst()
              .orElse(0);
      return new Answer(head, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What comes until the other closes the connection, or breaks it off. */
  String everything() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (IOException e) {
      // Broken off: what came before counts.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether nothing more will come; what is still there to read would be an answer too many. */
  boolean isClosedByTheOther() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** An answer as it came. */
  record Answer(String head, String body) {
    int status() {
      return head.isEmpty() ? 0 : Integer.parseInt(head.split(" ", 3)[1]);
    }
  }
}
