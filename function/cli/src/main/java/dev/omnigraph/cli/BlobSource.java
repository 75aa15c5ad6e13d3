package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.BlobPart;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.BlobRequest;
import dev.omnigraph.cli.remote.Api;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The content of one blob, part by part. */
interface BlobSource {
  /** What a blob is: its length, its type where it is known, and the commit that was read. */
  record Described(long length, @Nullable String contentType, CommitId commit) {}

  Described describe(ReadAt at);

  /** At most {@link #most} bytes. */
  byte[] read(ReadAt at, BlobPart part) throws IOException;

  /** Bytes of a part. */
  int most();

  /** Of a graph itself. */
  record Here(Graph graph, BlobPlace place) implements BlobSource {
    @Override
    public Described describe(ReadAt at) {
      BlobAnswer answer = graph.blob(BlobRequest.whole(at, place).of(new BlobPart.Nothing()));
      return new Described(answer.length(), answer.contentType(), answer.commitId());
    }

    @Override
    public byte[] read(ReadAt at, BlobPart part) {
      return Objects.requireNonNull(graph.blob(BlobRequest.whole(at, place).of(part)).bytes());
    }

    @Override
    public int most() {
      return 16 << 20;
    }
  }

  /** Behind a URL. */
  record There(Api api, ApiRequest get, ApiRequest head) implements BlobSource {
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    @Override
    public Described describe(ReadAt at) {
      try (Api.Received received = head(at)) {
        String type = received.header("Content-Type");
        return new Described(
            Long.parseLong(received.header("Content-Length")),
            type.equals(UNKNOWN_TYPE) ? null : type,
            new CommitId(received.header("Omnigraph-Commit")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What goes wrong is told in a body, which an answer to HEAD does not have. */
    private Api.Received head(ReadAt at) throws IOException {
      try {
        return api.open(head.at(at));
      } catch (GraphException e) {
        api.open(get.at(at).header("Range", "bytes=0-0")).close();
        throw e;
      }
    }

    @Override
    public byte[] read(ReadAt at, BlobPart part) throws IOException {
      try (Api.Received received = api.open(get.at(at).header("Range", range(part)))) {
        return received.body().readAllBytes();
      }
    }

    @Override
    public int most() {
      return 4 << 20;
    }

    private static String range(BlobPart part) {
      return switch (part) {
        case BlobPart.Span span ->
            "bytes=" + span.first() + "-" + (span.last() == Long.MAX_VALUE ? "" : span.last());
        case BlobPart.Last last -> "bytes=-" + last.count();
        case BlobPart.Whole whole -> "bytes=0-";
        case BlobPart.Nothing nothing -> "bytes=0-0";
      };
    }
  }
}
