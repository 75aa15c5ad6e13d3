package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer of the S3 API. */
record S3Response(int status, Map<String, String> headers, byte[] body) {

  static S3Response empty(int status) {
    return new S3Response(status, Map.of(), new byte[0]);
  }

  static S3Response xml(String body) {
    return xml(200, body);
  }

  static S3Response error(int status, String code, String message) {
    return xml(
        status,
        "<Error><Code>"
            + S3Xml.escape(code)
            + "</Code><Message>"
            + S3Xml.escape(message)
            + "</Message><RequestId>test</RequestId></Error>");
  }

  S3Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new S3Response(status, more, body);
  }

  private static S3Response xml(int status, String body) {
    return new S3Response(
        status,
        Map.of("Content-Type", "application/xml"),
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body).getBytes(UTF_8));
  }
}
