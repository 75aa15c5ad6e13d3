package dev.omnigraph.cli.remote;

import java.net.http.HttpRequest;

/** Proves who calls. */
public sealed interface Proof {
  /** Nobody in particular. */
  record None() implements Proof {
    @Override
    public void add(HttpRequest.Builder to, Unsigned request) {}
  }

  /** Whoever holds a token. */
  record Token(String token) implements Proof {
    @Override
    public void add(HttpRequest.Builder to, Unsigned request) {
      to.setHeader("Authorization", "Bearer " + token);
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "Token";
    }
  }

  /** An identity of IAM, by a signature of version 4. */
  record Iam(Signer signer) implements Proof {
    @Override
    public void add(HttpRequest.Builder to, Unsigned request) {
      signer.sign(request).forEach(to::setHeader);
    }
  }

  /** Adds the headers that prove it. */
  void add(HttpRequest.Builder to, Unsigned request);
}
