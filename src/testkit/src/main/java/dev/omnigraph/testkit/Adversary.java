package dev.omnigraph.testkit;

import java.util.Optional;

/** Decides about each request as it arrives. Called by many threads at once. */
@FunctionalInterface
public interface Adversary {

  /**
   * What goes wrong with a request; empty for nothing. What the adversary does itself, such as to
   * the process that sent it, happens before the request has an effect.
   */
  Optional<Fault> meets(S3Request request);
}
