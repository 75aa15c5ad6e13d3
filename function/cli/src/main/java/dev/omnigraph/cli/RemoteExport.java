package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.call.ExportAnswer;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.cli.remote.Api;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.ExportTarget;
import dev.omnigraph.id.CommitId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** An export through the API: each file is an answer of its own, all of one commit. */
final class RemoteExport {
  private final Api api;
  private final ReadAt at;
  private final ExportRequest request;
  private String cursor = "";

  RemoteExport(Api api, ExportRequest request) {
    this.api = api;
    this.at = request.at();
    this.request = request;
  }

  /** Where the feed goes on. */
  String cursor() {
    return cursor;
  }

  /**
   * Writes everything.
   *
   * @param isFolder whether each type has a file of its own name
   */
  ExportAnswer writeTo(ExportTarget target, boolean isFolder) throws IOException {
    if (!isFolder) {
      String name = request.types().size() == 1 ? request.types().getFirst() : ExportTarget.ALL;
      CommitId commit = copy(request.types(), at, target, name);
      return new ExportAnswer(commit, rows(commit));
    }
    Answer snapshot = Answer.of(api.json(ApiRequest.get("snapshot").at(at)));
    ReadAt same = new ReadAt.Commit(at.branch(), snapshot.commit());
    for (String type : types(snapshot)) {
      CommitId unused = copy(List.of(type), same, target, type);
    }
    return new ExportAnswer(snapshot.commit(), rows(snapshot));
  }

  private CommitId copy(List<String> types, ReadAt state, ExportTarget target, String name)
      throws IOException {
    ApiRequest asked =
        ApiRequest.get("export")
            .at(state)
            .parameter("format", request.format().text())
            .parameter("type", types.isEmpty() ? null : String.join(",", types))
            .parameter("blobs", request.withBlobs() ? null : "omit");
    try (Api.Received received = api.open(asked)) {
      write(received, target, name);
      cursor = received.header("Omnigraph-Feed-Cursor");
      return new CommitId(received.header("Omnigraph-Commit"));
    } catch (GraphException e) {
      if (e.kind() != ErrorKind.TOO_LARGE) {
        throw e;
      }
      return handedOver(types, state, target, name);
    }
  }

  /** By way of the bucket, which takes what is too large for an answer. */
  private CommitId handedOver(List<String> types, ReadAt state, ExportTarget target, String name)
      throws IOException {
    Answer made =
        Answer.of(
            api.json(
                ApiRequest.of("POST", Repetition.SAFE, "export")
                    .json(
                        json -> {
                          Bodies.state(json, state);
                          Bodies.value(json, "types", types);
                          json.writeStringField("format", request.format().text());
                          json.writeStringField("blobs", request.withBlobs() ? "include" : "omit");
                        })));
    for (JsonNode object : made.list("objects")) {
      try (Api.Received received = api.fetch(URI.create(object.path("url").asText()))) {
        write(received, target, name);
      }
    }
    cursor = made.text("cursor");
    return made.commit();
  }

  private static void write(Api.Received received, ExportTarget target, String name)
      throws IOException {
    try (OutputStream out = target.open(name)) {
      long unused = received.body().transferTo(out);
    }
  }

  private SequencedMap<String, Long> rows(CommitId commit) {
    ReadAt same = new ReadAt.Commit(at.branch(), commit);
    return rows(Answer.of(api.json(ApiRequest.get("snapshot").at(same))));
  }

  private SequencedMap<String, Long> rows(Answer snapshot) {
    SequencedMap<String, Long> rows = new LinkedHashMap<>();
    List<String> wanted = types(snapshot);
    for (JsonNode table : snapshot.list("tables")) {
      String type = table.path("type").asText();
      if (wanted.contains(type)) {
        rows.put(type, table.path("rows").asLong());
      }
    }
    return rows;
  }

  /** Edge types are named in any case. */
  private boolean isNamed(String type) {
    return request.types().stream().anyMatch(type::equalsIgnoreCase);
  }

  private List<String> types(Answer snapshot) {
    return snapshot.list("tables").stream()
        .map(table -> table.path("type").asText())
        .filter(type -> request.types().isEmpty() || isNamed(type))
        .toList();
  }
}
