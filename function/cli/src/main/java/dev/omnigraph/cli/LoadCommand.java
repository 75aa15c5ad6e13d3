package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.cli.remote.Content;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.wire.WriteJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
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
    footer = {"", "Example:", "  omnigraph load flights.jsonl --mode merge"},
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

  @Option(names = "--json", description = "JSON, and nothing else.")
  private boolean json;

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
    try (Reach graph = place.reach(Waits.SILENT);
        Progress progress = progress(chosen)) {
      Answer answer = load(graph, request, progress);
      progress.close();
      print(answer, graph.cost());
      if (createFrom != null
          && answer.number("nodes") + answer.number("edges") == 0
          && BranchListCommand.all(graph).list("branches").stream()
              .noneMatch(each -> each.path("branch").asText().equals(branch.name().text()))) {
        note("nothing was loaded, so the branch " + branch.name() + " was not made");
      }
    }
    return 0;
  }

  private Answer load(Reach graph, LoadRequest request, Progress progress) throws IOException {
    String media = request.format().mediaType();
    return graph.call(
        (here, meter) -> {
          try (InputStream lines = lines()) {
            return WriteJson.load(here.load(request, lines, progress::lines), meter.report());
          }
        },
        ApiRequest.of("POST", Repetition.KEYED, "load")
            .from("body", request.file())
            .conditions(request.options())
            .parameter("mode", mode.name().toLowerCase(Locale.ROOT))
            .parameter("branch", request.options().branch())
            .parameter("create_from", createFrom)
            .parameter("type", request.type())
            .body(
                graph instanceof Reach.Here
                    ? Content.of(media, new byte[0])
                    : isPiped() && main != null
                        ? LoadInput.of(media, main.in(), progress::lines)
                        : LoadInput.of(media, file, progress::lines)));
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
    Surroundings surroundings = Main.of(spec).surroundings();
    return isPiped() || !chosen.isText()
        ? Progress.uncounted(surroundings)
        : Progress.of(surroundings, file);
  }

  private void print(Answer answer, Cost cost) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(answer.text());
      return;
    }
    String rows = list(answer.json().path("rows"));
    String what =
        answer.flag("replayed")
            ? "loaded before under this key"
            : "%s read: %s and %s changed"
                .formatted(
                    rows.isEmpty() ? "nothing" : rows,
                    Costs.count(answer.number("nodes"), "node"),
                    Costs.count(answer.number("edges"), "edge"));
    String commits = String.join(", ", Answer.texts(answer.json().path("commits")));
    out.println(Costs.line(what, commits, cost));
    JsonNode keyless = answer.json().path("keyless");
    if (mode == LoadMode.MERGE && !keyless.isEmpty()) {
      String added = list(keyless);
      note(
          "added as new, since there is neither a key nor an id: "
              + added
              + "; loading the input again adds them again");
    }
  }

  private void note(String text) {
    spec.commandLine().getErr().println("note: " + text);
  }

  private static String list(JsonNode counts) {
    return counts.properties().stream()
        .map(e -> "%,d %s".formatted(e.getValue().asLong(), e.getKey()))
        .collect(Collectors.joining(", "));
  }
}
