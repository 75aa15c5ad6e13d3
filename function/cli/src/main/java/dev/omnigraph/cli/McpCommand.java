package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.Graph;
import dev.omnigraph.cli.remote.Api;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.cli.remote.Content;
import dev.omnigraph.cli.remote.Reading;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.mcp.GraphTools;
import dev.omnigraph.mcp.McpOverHttp;
import dev.omnigraph.mcp.McpServer;
import dev.omnigraph.mcp.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "mcp",
    description = {
      "Serves a graph to an agent that starts this program: the Model Context Protocol, a message"
          + " a line, until the input ends. With a URL, its server answers."
    },
    footer = {"", "Example:", "  omnigraph mcp --actor helper"},
    mixinStandardHelpOptions = true)
final class McpCommand implements Callable<Integer> {
  private static final String BRANCH = "agent/{actor}/{date}";
  private static final String PROBE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"tools/list\"}";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      description =
          BRANCH
              + " by default: where the agent works when it names no branch, made from main with"
              + " its first write. A server decides itself.")
  private @Nullable String branch;

  @Override
  public Integer call() throws IOException {
    try (Reach graph = place.reach()) {
      new McpLines(server(graph), spec.commandLine().getOut()).run(Main.of(spec).in());
    }
    return ExitCodes.DONE;
  }

  /**
   * Asks for the tools once, as an agent does first.
   *
   * @throws GraphException when there are none to be had: who starts the program sees why, where an
   *     agent would only see that it fails
   */
  private McpLines.Server server(Reach reach) {
    switch (reach) {
      case Reach.Here here -> {
        McpServer server = new McpServer(Version.own());
        List<Tool> unused = tools(here.graph()).tools();
        return message -> server.answer(message, tools(here.graph()));
      }
      case Reach.There there -> {
        if (branch != null) {
          throw GraphException.of(
                  CliError.BRANCH_OF_A_SERVER, "--branch cannot be said to a server.")
              .build();
        }
        Optional<String> unused = passed(there.api(), PROBE);
        return message -> passed(there.api(), message);
      }
    }
  }

  /** As they are today: the day is a part of the branch's name. */
  private GraphTools tools(Graph graph) {
    return new GraphTools(
        graph, actor.name(), branch == null ? BRANCH : branch, LocalDate.now(ZoneOffset.UTC));
  }

  private static Optional<String> passed(Api api, String message) {
    McpOverHttp.Request request = McpOverHttp.Request.of(message);
    return api.message(
        ApiRequest.of("POST", repetition(message), "mcp")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", request.version())
            .header("Mcp-Method", request.method())
            .header("Mcp-Name", request.name())
            .body(Content.of("application/json", message.getBytes(StandardCharsets.UTF_8))));
  }

  /** A tool may write, and its answer does not say whether it was called before. */
  private static Repetition repetition(String message) {
    JsonNode method = Reading.object(message).path("method");
    return method.asText().equals("tools/call") ? Repetition.ONCE : Repetition.SAFE;
  }
}
