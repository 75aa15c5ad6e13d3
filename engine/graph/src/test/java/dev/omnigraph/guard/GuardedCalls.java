package dev.omnigraph.guard;

import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.Texts;
import java.util.Map;
import java.util.TreeMap;

/** What tests of guarded graphs say often. */
final class GuardedCalls {
  private GuardedCalls() {}

  static GraphException thrown(Runnable call) {
    try {
      call.run();
    } catch (GraphException e) {
      return e;
    }
    throw new AssertionError("nothing was thrown");
  }

  static WriteOptions owner(BranchName branch) {
    return WriteOptions.on(branch, "owner");
  }

  static Texts texts(String name, String text) {
    return new Texts(new TreeMap<>(Map.of(name, text)));
  }
}
