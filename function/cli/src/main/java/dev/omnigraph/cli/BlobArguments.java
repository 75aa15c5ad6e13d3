package dev.omnigraph.cli;

import dev.omnigraph.call.BlobPlace;
import picocli.CommandLine.Parameters;

/** Which blob a command is about. */
final class BlobArguments {
  @Parameters(index = "0", paramLabel = "TYPE", description = "A node type or an edge type.")
  private String type = "";

  @Parameters(index = "1", paramLabel = "ID", description = "The id of the entity.")
  private String id = "";

  @Parameters(index = "2", paramLabel = "PROPERTY", description = "A property of type Blob.")
  private String property = "";

  BlobPlace place() {
    return new BlobPlace(type, id, property);
  }
}
