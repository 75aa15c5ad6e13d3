package dev.omnigraph.cli;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportAnswer;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.Export;
import dev.omnigraph.export.ExportTarget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = "Writes the entities of one state to files that a load reads.",
    footer = {"", "Example:", "  omnigraph export --type Airport --output airports.csv"},
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private static final Path PIPED = Path.of("-");

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private @Nullable Main main;
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @ArgGroup private @Nullable Past past;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only this type; may be repeated. Default: all.")
  private List<String> types = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Converters.Format.class,
      description = "`jsonl`, `csv` or `parquet`. Default: as the file's name ends, or `jsonl`.")
  private @Nullable EntityFormat format;

  @Option(names = "--no-blobs", description = "Leave out the contents of blobs.")
  private boolean withoutBlobs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file, packed with gzip if it ends in .gz; for CSV or Parquet of several types the folder of"
              + " their files; - prints, and nothing else. Default: ${DEFAULT-VALUE}.")
  private Path output = PIPED;

  @Option(
      names = "--cursor",
      paramLabel = "FILE",
      description = "Write to this file from where a feed goes on after the export.")
  private @Nullable Path cursor;

  @Override
  public Integer call() throws IOException {
    EntityFormat chosen = format == null ? Converters.formatOf(output) : format;
    ExportRequest request = new ExportRequest(Past.at(branch, past), chosen, types, !withoutBlobs);
    try (Reach graph = place.reach()) {
      String next =
          switch (graph) {
            case Reach.Here here -> export(here, request);
            case Reach.There there -> export(there, request);
          };
      if (cursor != null) {
        Files.writeString(cursor, next + "\n");
      }
    }
    return 0;
  }

  private String export(Reach.Here graph, ExportRequest request) throws IOException {
    try (Export export = graph.graph().export(request)) {
      requireOneType(request, export.types().size());
      if (output.equals(PIPED)) {
        ExportAnswer unused = printed(export::writeTo, request);
      } else {
        print(write(export::writeTo, request), graph.cost());
      }
      return export.cursor();
    }
  }

  private String export(Reach.There graph, ExportRequest request) throws IOException {
    if (request.format().isByType() && !isFolder() && request.types().size() != 1) {
      requireOneType(
          request,
          request.types().isEmpty()
              ? Answer.of(graph.api().json(ApiRequest.get("snapshot").at(request.at())))
                  .list("tables")
                  .size()
              : request.types().size());
    }
    RemoteExport export = new RemoteExport(graph.api(), request);
    if (output.equals(PIPED)) {
      ExportAnswer unused = printed(target -> export.writeTo(target, false), request);
    } else {
      boolean isFolder = request.format().isByType() && isFolder();
      print(write(target -> export.writeTo(target, isFolder), request), graph.cost());
    }
    return export.cursor();
  }

  private void requireOneType(ExportRequest request, int types) {
    if (request.format().isByType() && !isFolder() && types != 1) {
      throw GraphException.of(
              CliError.SEVERAL_TYPES,
              "%s holds one type, and the export has %d".formatted(output, types))
          .build();
    }
  }

  /** Writes an export to where its files go. */
  @FunctionalInterface
  private interface Writing {
    ExportAnswer to(ExportTarget target) throws IOException;
  }

  private ExportAnswer printed(Writing export, ExportRequest request) throws IOException {
    return place.waitsBesideOutput().during(() -> export.to(name -> printed(request.format())));
  }

  private OutputStream printed(EntityFormat chosen) {
    return chosen.isText() || main == null
        ? new TextOutput(spec.commandLine().getOut())
        : keptOpen(main.bytes());
  }

  /** Other files may come after. */
  private static OutputStream keptOpen(OutputStream out) {
    return new BufferedOutputStream(out) {
      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  private ExportAnswer write(Writing export, ExportRequest request) throws IOException {
    try (ExportFiles files =
        new ExportFiles(output, request.format(), request.format().isByType() && isFolder())) {
      ExportAnswer answer = place.waits().during(() -> export.to(files));
      files.complete();
      return answer;
    }
  }

  /** A name that ends as a file of the format does is one. */
  private boolean isFolder() {
    return !output.equals(PIPED) && Converters.formatOf(output) == EntityFormat.JSONL;
  }

  private void print(ExportAnswer answer, Cost cost) {
    String rows =
        answer.rows().entrySet().stream()
            .map(e -> "%,d %s".formatted(e.getValue(), e.getKey()))
            .collect(Collectors.joining(", "));
    spec.commandLine()
        .getOut()
        .println(
            Costs.line((rows.isEmpty() ? "nothing" : rows) + " written", answer.commitId(), cost));
  }
}
