package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;
import java.util.List;

/**
 * An export of one state.
 *
 * @param types by name, edge types in any case; all types when empty
 * @param withBlobs whether the contents of blobs are written; without them, their properties are
 *     left out
 */
public record ExportRequest(ReadAt at, EntityFormat format, List<String> types, boolean withBlobs) {
  public ExportRequest {
    types = List.copyOf(types);
  }
}
