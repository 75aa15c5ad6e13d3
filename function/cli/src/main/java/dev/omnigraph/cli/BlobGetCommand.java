package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.BlobAnswer;
import dev.omnigraph.call.BlobPart;
import dev.omnigraph.call.BlobRequest;
import dev.omnigraph.commit.ReadAt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "get",
    description = "Writes the content of a blob to a file, or to where the output goes.",
    mixinStandardHelpOptions = true)
final class BlobGetCommand implements Callable<Integer> {
  /** Read at a time, so that a blob of any size needs no more memory. */
  private static final int PART = 16 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private @Nullable BlobCommand parent;
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private BlobArguments blob = new BlobArguments();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the content goes. Default: the standard output.")
  private @Nullable Path file;

  @Option(
      names = "--range",
      paramLabel = "RANGE",
      converter = Converters.Range.class,
      description =
          "Only these bytes: 0-99 are the first hundred, 100- is the rest, -100 the last.")
  private @Nullable BlobPart part;

  @Override
  public Integer call() throws IOException {
    BlobRequest request = BlobRequest.whole(branch.head(), blob.place());
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      BlobAnswer answer = graph.blob(request.of(part == null ? new BlobPart.Nothing() : part));
      // Later parts are of the same state, whatever is written meanwhile.
      BlobRequest same = request.at(new ReadAt.Commit(branch.name(), answer.commitId()));
      long bytes =
          file == null ? write(graph, same, answer, output()) : toFile(graph, same, answer);
      if (file != null) {
        String type = answer.contentType() == null ? "" : " of " + answer.contentType();
        spec.commandLine()
            .getOut()
            .println(
                Costs.line(Costs.count(bytes, "byte") + type, answer.commitId(), meter.report()));
      }
    }
    return 0;
  }

  private long toFile(Graph graph, BlobRequest request, BlobAnswer answer) throws IOException {
    try (NewFile target = new NewFile(Objects.requireNonNull(file))) {
      long bytes;
      try (OutputStream out = target.open()) {
        bytes = write(graph, request, answer, out);
      }
      target.complete();
      return bytes;
    }
  }

  private long write(Graph graph, BlobRequest request, BlobAnswer answer, OutputStream out)
      throws IOException {
    byte[] bytes = Objects.requireNonNull(answer.bytes());
    if (part != null) {
      out.write(bytes);
      out.flush();
      return bytes.length;
    }
    for (long at = 0; at < answer.length(); at += PART) {
      BlobAnswer next = graph.blob(request.of(new BlobPart.Span(at, at + PART - 1)));
      out.write(Objects.requireNonNull(next.bytes()));
    }
    out.flush();
    return answer.length();
  }

  private OutputStream output() {
    Main main = parent == null ? null : parent.main();
    return main == null ? OutputStream.nullOutputStream() : main.bytes();
  }
}
