package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.LoadAnswer;
import dev.omnigraph.LoadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    description = "Loads entities from JSON Lines.",
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Target target = new Target();
  @Mixin private WriteConditions conditions = new WriteConditions();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "append",
      description =
          "append: an id that exists is an error; merge: it is replaced; overwrite: the types"
              + " present hold what the file says. Default: ${DEFAULT-VALUE}.")
  private LoadRequest.Mode mode = LoadRequest.Mode.APPEND;

  @Option(
      names = "--create-from",
      paramLabel = "BRANCH",
      description = "Make the branch from this one first, when there is none of its name.")
  private @Nullable String createFrom;

  @Parameters(paramLabel = "FILE.jsonl", description = "The input.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    long started = System.nanoTime();
    LoadRequest request =
        new LoadRequest(
            String.valueOf(file.getFileName()),
            mode,
            target.branch(),
            target.actor(),
            conditions.expected(),
            conditions.key(),
            createFrom);
    try (Graph graph = target.open();
        InputStream lines = TextFile.open(file);
        Progress progress = Progress.of(spec.commandLine().getErr(), file)) {
      LoadAnswer answer = graph.load(request, lines, progress::lines);
      progress.close();
      print(out, answer, Duration.ofNanos(System.nanoTime() - started));
    }
    return 0;
  }

  private void print(PrintWriter out, LoadAnswer answer, Duration elapsed) {
    String rows =
        answer.rows().entrySet().stream()
            .map(e -> "%,d %s".formatted(e.getValue(), e.getKey()))
            .collect(Collectors.joining(", "));
    String what =
        answer.replayed()
            ? "loaded before under this key"
            : "%s read: %s and %s changed"
                .formatted(
                    rows.isEmpty() ? "nothing" : rows,
                    Summary.count(answer.nodes(), "node"),
                    Summary.count(answer.edges(), "edge"));
    out.println(Summary.line(what, String.join(", ", answer.commits()), answer.io(), elapsed));
  }
}
