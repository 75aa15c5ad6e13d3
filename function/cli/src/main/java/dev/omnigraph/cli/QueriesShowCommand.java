package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.access.AccessError;
import dev.omnigraph.access.Action;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.lang.QueryCompiler;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Prints the text of a stored query.",
    footer = {"", "Example:", "  omnigraph queries show direct"},
    mixinStandardHelpOptions = true)
final class QueriesShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private OutputOptions output = new OutputOptions();
  @ArgGroup private @Nullable Past past;

  @Parameters(paramLabel = "NAME", description = "The query.")
  private String name = "";

  @Override
  public Integer call() {
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      StoredQueries stored = StoredQueries.in(graph, Past.at(branch, past));
      String text = text(stored);
      ObjectNode query = stored.one(name).deepCopy();
      query.put("text", text);
      printed.object(Answer.of(query.toString()), out -> out.println(text));
    }
    return 0;
  }

  private String text(StoredQueries stored) {
    String file = stored.one(name).path("file").asText();
    JsonNode source = stored.answer().json().path("files").path(file);
    if (!source.isTextual()) {
      throw GraphException.of(
              AccessError.FORBIDDEN, "You may call `%s`, and not read its text.".formatted(name))
          .with("action", Action.READ.text())
          .build();
    }
    return QueryCompiler.texts(source.asText(), file).getOrDefault(name, source.asText());
  }
}
