package dev.omnigraph.cli;

import dev.omnigraph.call.BlobPart;
import dev.omnigraph.cli.BlobSource.Described;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.ReadAt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "get",
    description = "Writes the content of a blob to a file, or to where the output goes.",
    footer = {"", "Example:", "  omnigraph blob get Airport LAS photo --output las.jpg"},
    mixinStandardHelpOptions = true)
final class BlobGetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private @Nullable BlobCommand parent;
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private BlobArguments blob = new BlobArguments();
  @ArgGroup private @Nullable Past past;

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
    ReadAt at = Past.at(branch, past);
    try (Reach graph = place.reach()) {
      BlobSource source =
          switch (graph) {
            case Reach.Here here -> new BlobSource.Here(here.graph(), blob.place());
            case Reach.There there ->
                new BlobSource.There(
                    there.api(),
                    blob.request("GET", Repetition.SAFE),
                    blob.request("HEAD", Repetition.SAFE));
          };
      Described found = source.describe(at);
      // The parts are of the same state, whatever is written meanwhile.
      ReadAt same = new ReadAt.Commit(at.branch(), found.commit());
      if (file == null) {
        long unused = write(source, same, found, output());
      } else {
        Path target = file;
        long bytes = place.waits().during(() -> toFile(source, same, found, target));
        String type = found.contentType() == null ? "" : " of " + found.contentType();
        String what = Costs.count(bytes, "byte") + type;
        spec.commandLine().getOut().println(Costs.line(what, found.commit(), graph.cost()));
      }
    }
    return 0;
  }

  private long toFile(BlobSource source, ReadAt at, Described found, Path path) throws IOException {
    try (NewFile target = new NewFile(path)) {
      long bytes;
      try (OutputStream out = target.open()) {
        bytes = write(source, at, found, out);
      }
      target.complete();
      return bytes;
    }
  }

  /** A part at a time, so that a blob of any size needs no more memory. */
  private long write(BlobSource source, ReadAt at, Described found, OutputStream out)
      throws IOException {
    if (part != null) {
      byte[] bytes = source.read(at, part);
      out.write(bytes);
      out.flush();
      return bytes.length;
    }
    for (long from = 0; from < found.length(); from += source.most()) {
      out.write(source.read(at, new BlobPart.Span(from, from + source.most() - 1)));
    }
    out.flush();
    return found.length();
  }

  private OutputStream output() {
    Main main = parent == null ? null : parent.main();
    return main == null ? OutputStream.nullOutputStream() : main.bytes();
  }
}
