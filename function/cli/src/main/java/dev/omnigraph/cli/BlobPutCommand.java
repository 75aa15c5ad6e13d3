package dev.omnigraph.cli;

import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobError;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.cli.remote.Content;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.BlobHeaders;
import dev.omnigraph.wire.WriteJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "put",
    description = "Writes the content of a blob as one commit.",
    footer = {"", "Example:", "  omnigraph blob put Airport LAS photo las.jpg"},
    mixinStandardHelpOptions = true)
final class BlobPutCommand implements Callable<Integer> {
  private static final String PIPED = "-";

  /** It is in memory several times while it is written. */
  private static final int MOST = 512 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private @Nullable BlobCommand parent;
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private BlobArguments blob = new BlobArguments();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(index = "3", paramLabel = "FILE", description = "The content; - is what is piped in.")
  private Path file = Path.of("");

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description = "What the content is, such as image/png, where the schema has a place for it.")
  private @Nullable String contentType;

  @Option(
      names = "--if-digest",
      paramLabel = "SHA-256",
      description = "Only if this is still the content, as this command printed it.")
  private @Nullable String expected;

  @Override
  public Integer call() throws IOException {
    PutBlobRequest request =
        new PutBlobRequest(
            blob.place(),
            content(),
            contentType,
            expected == null ? BlobCondition.NONE : new BlobCondition(List.of(expected), null),
            conditions.options(branch, actor));
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) -> WriteJson.blob(here.putBlob(request), meter.report()),
              sent(request));
      String what =
          (answer.flag("replayed") ? "done before under this key: " : "")
              + Costs.count(answer.number("length"), "byte")
              + " of digest "
              + answer.text("digest");
      printed.object(answer, out -> out.println(Costs.line(what, answer.commit(), graph.cost())));
    }
    return 0;
  }

  /** Of a blob, If-Match is about its content. */
  private ApiRequest sent(PutBlobRequest request) {
    String type = contentType == null ? "application/octet-stream" : contentType;
    return blob.request("PUT", Repetition.KEYED)
        .parameter("branch", request.options().branch())
        .parameter("expected_head", request.options().expectedHead())
        .header("If-Match", expected == null ? null : BlobHeaders.tag(expected))
        .header("Idempotency-Key", request.options().idempotencyKey())
        .body(Content.of(type, request.content()));
  }

  private byte[] content() throws IOException {
    Main main = parent == null ? null : parent.main();
    if (file.toString().equals(PIPED) && main != null) {
      return content(main.in());
    }
    try (InputStream in = TextFile.open(file)) {
      return content(in);
    }
  }

  private static byte[] content(InputStream in) throws IOException {
    byte[] content = in.readNBytes(MOST + 1);
    if (content.length > MOST) {
      throw GraphException.of(
              BlobError.BLOB_TOO_LARGE,
              "The file has more than %,d bytes, the most for a blob.".formatted(MOST))
          .next("Keep it elsewhere, and its address in the graph.")
          .with("limit", MOST)
          .build();
    }
    return content;
  }
}
