package dev.omnigraph.wire;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.id.CommitId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A JSON text that is written when it is sent, so that it need not be in memory as a whole. */
public interface JsonBody {

  /** In UTF-8; the stream stays open. */
  void writeTo(OutputStream out) throws IOException;

  /** The commits that it tells of. */
  default List<CommitId> commits() {
    return List.of();
  }

  /** Members of an object, without its braces. */
  @FunctionalInterface
  interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** An object of the members. */
  record Answer(List<CommitId> commits, Members members) implements JsonBody {
    public Answer {
      commits = List.copyOf(commits);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        // A server that is not asked to flush a short answer tells its length beforehand.
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        object(json, members);
      }
    }

    /** The whole text, for answers that are small. */
    public String text() {
      return JsonBody.text(members);
    }
  }

  /** An answer that tells of no commit. */
  static Answer of(Members members) {
    return new Answer(List.of(), members);
  }

  static String text(Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      object(json, members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void object(JsonGenerator json, Members members) throws IOException {
    json.writeStartObject();
    members.write(json);
    json.writeEndObject();
  }

  /** A member that is a list of objects. */
  static <T> void list(JsonGenerator json, String name, List<T> elements, Element<T> element)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (T value : elements) {
      json.writeStartObject();
      element.write(json, value);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** A member that is a list of texts. */
  static void texts(JsonGenerator json, String name, List<?> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (Object text : texts) {
      json.writeString(String.valueOf(text));
    }
    json.writeEndArray();
  }

  /** Writes the members of an object that is an element of a list. */
  @FunctionalInterface
  interface Element<T> {
    void write(JsonGenerator json, T value) throws IOException;
  }
}
