package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An export that lies ready.
 *
 * @param commitId of the state: what happened since is not in it
 * @param cursor from which the feed of the branch goes on
 * @param expires when the first of the links ends; null where there is no object, as of a table for
 *     each type of a graph without types
 * @param objects in the order in which a load takes them
 */
public record HandoverAnswer(
    CommitId commitId,
    String cursor,
    EntityFormat format,
    @Nullable Instant expires,
    List<Item> objects) {
  public HandoverAnswer {
    objects = List.copyOf(objects);
  }

  /**
   * One object.
   *
   * @param name as which a browser saves it
   * @param type whose entities it has; null where it has those of all
   * @param url reads it with a plain GET, without credentials; a secret until it expires
   */
  public record Item(String name, @Nullable String type, URI url, long bytes, long rows) {}
}
