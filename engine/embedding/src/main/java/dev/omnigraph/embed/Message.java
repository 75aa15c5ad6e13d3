package dev.omnigraph.embed;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;

/** A request that is yet to get what proves who sends it. Its body and headers are no secrets. */
record Message(URI to, byte[] body, Map<String, String> headers) {
  /** As the JDK sends it, by {@code POST}. */
  HttpRequest.Builder builder() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return request;
  }
}
