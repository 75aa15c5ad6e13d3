package dev.omnigraph.stored;

import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.exec.QueryAnswer;

/** What a stored query answered. */
public sealed interface InvokeAnswer {
  /** Of one that reads. */
  record Read(QueryAnswer answer) implements InvokeAnswer {}

  /** Of one that writes. */
  record Written(MutationAnswer answer) implements InvokeAnswer {}
}
