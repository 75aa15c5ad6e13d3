package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.testkit.FunctionUrl;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bytes through Lambda, which carries text. */
class BlobIT {
  private static final String BLOB = "/graphs/album/blobs/Photo/a%2Fb/image";

  /** Not UTF-8, and with what JSON escapes. */
  private static final byte[] BYTES = {(byte) 0xff, 0, '"', '\\', (byte) 0xc3, '\n'};

  @Test
  void bytesArriveAsTheyAreWhateverTheirTypeSays() {
    try (Cloud cloud = new Cloud()) {
      cloud.createGraph(
          "album",
          "node Photo { name: String @key  image: Blob? @content_type(kind)  kind: String? }");
      Api album = new Api(cloud, "album");
      album.ingest(
          "ingest/album/main/append/a.jsonl",
          "{\"type\": \"Photo\", \"data\": {\"name\": \"a/b\"}}\n");
      for (String type :
          new String[] {"image/svg+xml", "text/plain; charset=utf-16", "image/png"}) {
        JsonNode put = Api.body(cloud.http(event("PUT", Map.of("Content-Type", type), BYTES)));

        JsonNode whole = cloud.http(event("GET", Map.of(), new byte[0]));
        JsonNode part = cloud.http(event("GET", Map.of("Range", "bytes=4-4"), new byte[0]));
        JsonNode head = cloud.http(event("HEAD", Map.of(), new byte[0]));

        assertThat(put.path("length").asInt()).isEqualTo(BYTES.length);
        assertThat(whole.path("statusCode").asInt()).as(whole.toString()).isEqualTo(200);
        assertThat(bytes(whole)).isEqualTo(BYTES);
        assertThat(whole.at("/headers/Content-Type").asText()).isEqualTo(type);
        assertThat(whole.path("headers").toString()).doesNotContain("Omnigraph-Content-Type");
        assertThat(part.path("statusCode").asInt()).isEqualTo(206);
        assertThat(bytes(part)).isEqualTo(new byte[] {BYTES[4]});
        assertThat(part.at("/headers/Content-Range").asText()).isEqualTo("bytes 4-4/6");
        assertThat(head.path("statusCode").asInt()).isEqualTo(200);
        assertThat(head.path("body").asText("")).isEmpty();
      }
    }
  }

  @Test
  void anExportIsTextWhichIsShorterThanBase64() {
    try (Cloud cloud = new Cloud()) {
      cloud.createGraph("album", "node Photo { name: String @key }");
      new Api(cloud, "album")
          .ingest(
              "ingest/album/main/append/a.jsonl",
              "{\"type\": \"Photo\", \"data\": {\"name\": \"é\"}}\n");

      JsonNode export =
          cloud.http(FunctionUrl.event("GET", "/graphs/album/export", Map.of(), new byte[0], ""));

      assertThat(export.path("statusCode").asInt()).as(export.toString()).isEqualTo(200);
      assertThat(export.path("isBase64Encoded").asBoolean()).isFalse();
      assertThat(export.path("body").asText()).contains("\"name\":\"é\"");
      assertThat(export.at("/headers/Content-Type").asText()).startsWith("application/x-ndjson");
    }
  }

  private static byte[] bytes(JsonNode answer) {
    assertThat(answer.path("isBase64Encoded").asBoolean()).isTrue();
    return Base64.getDecoder().decode(answer.path("body").asText());
  }

  private static String event(String method, Map<String, String> headers, byte[] body) {
    return FunctionUrl.event(method, BLOB, headers, body, "");
  }
}
