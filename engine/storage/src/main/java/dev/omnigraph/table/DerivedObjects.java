package dev.omnigraph.table;

import dev.omnigraph.derived.DerivedBody;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.store.ObjectBody;
import dev.omnigraph.store.PutOutcome;
import java.io.InputStream;
import java.util.Optional;

/** Objects derived from tables in their store, with requests that are counted. */
final class DerivedObjects {
  private DerivedObjects() {}

  /** The bytes of an object. */
  static Ranges ranges(LanceTables tables, String key) {
    return (offset, length) -> {
      Optional<byte[]> bytes = tables.objects().range(key, offset, length);
      tables.counter().read(1, bytes.map(b -> b.length).orElse(0));
      return bytes.orElseThrow(() -> new DerivedUnusable(key + " is not in the store."));
    };
  }

  /** Sends an object, which whoever names it reads back first. */
  static void send(LanceTables tables, String key, DerivedBody body) {
    PutOutcome outcome = tables.objects().create(key, stored(body));
    tables.counter().wrote(1, body.size());
    switch (outcome) {
      case PutOutcome.Refused refused ->
          throw LanceFailures.defect("The name of a derived object was taken: " + key + ".");
      case PutOutcome.Done done -> {}
      // It is read back next, and nobody needs one that did not come.
      case PutOutcome.Unknown unknown -> {}
    }
  }

  /** The bytes as a store takes them. */
  static ObjectBody stored(DerivedBody body) {
    return new ObjectBody() {
      @Override
      public long size() {
        return body.size();
      }

      @Override
      public InputStream open() {
        return body.open();
      }
    };
  }
}
