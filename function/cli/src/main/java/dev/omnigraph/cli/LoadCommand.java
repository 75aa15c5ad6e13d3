package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.CallReport;
import dev.omnigraph.Graph;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description = "Loads entities from JSON Lines, CSV or Parquet, plain or packed with gzip.",
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  private static final String PIPED = "-";

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private @Nullable Main main;
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "merge",
      converter = Converters.Mode.class,
      description =
          "merge: an entity that exists is replaced; append: that is an error; overwrite: the types"
              + " present hold what the input says. Default: ${DEFAULT-VALUE}.")
  private LoadMode mode = LoadMode.MERGE;

  @Option(
      names = "--create-from",
      paramLabel = "BRANCH",
      description = "Make the branch from this one first, if it does not exist.")
  private @Nullable String createFrom;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Converters.Format.class,
      description = "`jsonl`, `csv` or `parquet`. Default: as the file's name ends, or `jsonl`.")
  private @Nullable EntityFormat format;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "The type of all rows of a CSV or Parquet file. Default: the file's name to its first dot.")
  private @Nullable String type;

  @Parameters(paramLabel = "FILE", description = "The input; - is what is piped in.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    EntityFormat chosen = format == null ? Converters.formatOf(file) : format;
    LoadRequest request =
        new LoadRequest(
            isPiped() ? "standard input" : String.valueOf(file.getFileName()),
            mode,
            conditions.options(branch, actor),
            createFrom == null ? null : new BranchName(createFrom),
            chosen,
            type(chosen));
    try (Graph graph = place.open();
        InputStream lines = lines();
        Progress progress = progress(chosen)) {
      CallMeter meter = graph.meter();
      LoadAnswer answer = graph.load(request, lines, progress::lines);
      progress.close();
      print(answer, meter.report());
      if (createFrom != null
          && answer.nodes() + answer.edges() == 0
          && !graph.branchNames().contains(branch.name())) {
        note("nothing was loaded, so the branch " + branch.name() + " was not made");
      }
    }
    return 0;
  }

  private boolean isPiped() {
    return file.toString().equals(PIPED);
  }

  private InputStream lines() {
    return isPiped() && main != null ? main.in() : TextFile.open(file);
  }

  private @Nullable String type(EntityFormat chosen) {
    boolean fromName = type == null && chosen.isByType() && !isPiped();
    return fromName ? EntityFormat.typeOfFile(String.valueOf(file.getFileName())) : type;
  }

  private Progress progress(EntityFormat chosen) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    return isPiped() || !chosen.isText() ? Progress.uncounted(err) : Progress.of(err, file);
  }

  private void print(LoadAnswer answer, CallReport report) {
    String rows = list(answer.rows());
    String what =
        answer.replayed()
            ? "loaded before under this key"
            : "%s read: %s and %s changed"
                .formatted(
                    rows.isEmpty() ? "nothing" : rows,
                    Costs.count(answer.nodes(), "node"),
                    Costs.count(answer.edges(), "edge"));
    String commits =
        answer.commits().stream().map(CommitId::toString).collect(Collectors.joining(", "));
    spec.commandLine().getOut().println(Costs.line(what, commits, report));
    if (mode == LoadMode.MERGE && !answer.keyless().isEmpty()) {
      String added = list(answer.keyless());
      note(
          "added as new, since there is neither a key nor an id: "
              + added
              + "; loading the input again adds them again");
    }
  }

  private void note(String text) {
    spec.commandLine().getErr().println("note: " + text);
  }

  private static String list(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(e -> "%,d %s".formatted(e.getValue(), e.getKey()))
        .collect(Collectors.joining(", "));
  }
}
