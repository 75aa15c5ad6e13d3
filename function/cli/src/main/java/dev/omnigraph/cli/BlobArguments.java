package dev.omnigraph.cli;

import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import picocli.CommandLine.Parameters;

/** Which blob a command is about. */
final class BlobArguments {
  @Parameters(index = "0", paramLabel = "TYPE", description = "A node type or an edge type.")
  private String type = "";

  @Parameters(index = "1", paramLabel = "ID", description = "The id of the entity.")
  private String id = "";

  @Parameters(index = "2", paramLabel = "PROPERTY", description = "A property of type Blob.")
  private String property = "";

  /** Its segments of a path. */
  ApiRequest request(String method, Repetition repetition) {
    return ApiRequest.of(method, repetition, "blobs", type, id, property);
  }

  BlobPlace place() {
    return new BlobPlace(type, id, property);
  }
}
