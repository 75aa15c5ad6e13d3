package dev.omnigraph.embed;

import java.net.http.HttpRequest;

/** Proves to a server who sends a request. Never prints what it proves that with. */
@FunctionalInterface
interface Proof {
  /** The request with its proof, made anew for each try. */
  HttpRequest.Builder of(Message message);

  /** A text of a server without anything that only the sender may know. */
  default String withoutSecrets(String text) {
    return text;
  }
}
