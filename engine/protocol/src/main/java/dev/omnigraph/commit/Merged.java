package dev.omnigraph.commit;

import dev.omnigraph.manifest.CommitPoint;
import java.util.List;

/**
 * The second parent of a commit.
 *
 * @param learned what the commit makes known beyond it: {@link Relation#learned}
 */
public record Merged(CommitPoint source, List<CommitPoint> learned) {
  public Merged {
    learned = List.copyOf(learned);
  }
}
