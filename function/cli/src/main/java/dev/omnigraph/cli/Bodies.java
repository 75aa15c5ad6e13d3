package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members that bodies of requests have in common. */
final class Bodies {
  private Bodies() {}

  /** Left out where it is null. */
  static void optional(JsonGenerator json, String name, @Nullable String text) throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  static void state(JsonGenerator json, ReadAt at) throws IOException {
    for (Map.Entry<String, String> member : ApiRequest.state(at).entrySet()) {
      json.writeStringField(member.getKey(), member.getValue());
    }
  }

  /** Any value, as loads read it. */
  static void value(JsonGenerator json, String name, Object value) throws IOException {
    json.writeFieldName(name);
    JsonText.write(json, value);
  }
}
