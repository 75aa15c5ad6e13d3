package dev.omnigraph.store;

/** What is known of a conditional write after its one request. */
public sealed interface PutOutcome {

  /** The store acknowledged it. */
  record Done(String etag) implements PutOutcome {}

  /**
   * The store refused it: the object exists (create) or has another ETag or is absent (replace).
   */
  record Refused() implements PutOutcome {}

  /**
   * Timeout, reset, 5xx or 409: it may have happened, may happen later, or never. Resolve it by
   * reading the object and comparing the nonce or operation id in its body.
   */
  record Unknown(StoreException cause) implements PutOutcome {}
}
