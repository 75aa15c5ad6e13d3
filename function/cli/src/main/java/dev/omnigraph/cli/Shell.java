package dev.omnigraph.cli;

import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.cli.OutputOptions.Format;
import dev.omnigraph.cli.settings.SettingsError;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.query.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the shell does with what is typed: queries and writes run on the branch and at the state
 * that are set, and {@code :log} is the command {@code log} about the same graph.
 */
final class Shell {
  static final List<String> COMMANDS =
      List.of(":help", ":branch", ":at", ":format", ":schema", ":run", ":queries", ":quit");

  private static final String HELP =
      """
      match { $a: Airport } return { $a.name } limit 3   a query; Enter runs it when it is whole, ; in any case
      insert Airport { iata: "XYZ" }                      a write, as one commit
      query one($iata: String) { … }                      is kept, and run with :run one iata=LAS
      :branch NAME        work on another branch           :at COMMIT|TIME   read an earlier state, :at now the newest
      :format FORMAT      table, json, ndjson or csv       :schema           print the schema
      :queries            list the queries that are kept   :quit             end, as Ctrl-D does
      :log, :diff, …      any command of omnigraph, about this graph
      """;

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  private final Reach graph;
  private final Surroundings surroundings;
  private final String actor;
  private final Function<GraphException, @Nullable String> help;
  private final SortedMap<String, Statement> kept = new TreeMap<>();
  private int code = ExitCodes.DONE;
  private BranchName branch;
  private Format format;
  private @Nullable String at;

  /**
   * @param surroundings of commands that are run; their environment names the graph
   * @param help what to do about a failure
   */
  Shell(
      Reach graph,
      Surroundings surroundings,
      BranchName branch,
      Format format,
      String actor,
      Function<GraphException, @Nullable String> help) {
    this.help = help;
    this.graph = graph;
    this.surroundings = surroundings;
    this.branch = branch;
    this.format = format;
    this.actor = actor;
  }

  String prompt() {
    return branch + (at == null ? "" : "@" + at) + "> ";
  }

  /** Queries that are kept. */
  Set<String> queries() {
    return kept.keySet();
  }

  ReadAt state() {
    return at == null ? new ReadAt.Head(branch) : Past.of(branch, at);
  }

  Reach graph() {
    return graph;
  }

  /** The exit code of the first that failed, or that of success. */
  int code() {
    return code;
  }

  private void failed(int with) {
    code = code == ExitCodes.DONE ? with : code;
  }

  /** Does what was typed, and tells what went wrong; false when it was to end. */
  boolean run(String text) {
    try {
      if (Statement.isCommand(text)) {
        return command(text.strip().substring(1));
      }
      if (!text.replace(";", "").isBlank()) {
        Statement statement = Statement.of(text);
        if (statement.parameters().isEmpty()) {
          run(statement, Map.of());
        } else {
          kept.put(String.valueOf(statement.name()), statement);
        }
      }
    } catch (GraphException e) {
      failed(ExitCodes.of(e.kind()));
      String message = Statement.placed(text, String.valueOf(e.getMessage()));
      surroundings.err().println("error: " + message);
      String next = help.apply(e);
      if (next != null && !message.contains(next)) {
        surroundings.err().println("help: " + next);
      }
    } finally {
      surroundings.out().flush();
      surroundings.err().flush();
    }
    return true;
  }

  private void run(Statement statement, Map<String, @Nullable Object> arguments) {
    Output output = new Output(format, surroundings.out(), surroundings.isColoured());
    Reach once = graph.again();
    if (statement.isWrite()) {
      Answer answer =
          MutateCommand.mutate(
              once,
              new MutationRequest(
                  statement.source(),
                  Statement.FILE,
                  statement.name(),
                  arguments,
                  WriteOptions.on(branch, actor)));
      String what = MutateCommand.what(answer);
      output.object(answer, out -> out.println(Costs.line(what, answer.commit(), once.cost())));
    } else {
      Answer answer =
          QueryCommand.query(
              once,
              new QueryRequest(
                  statement.source(), Statement.FILE, statement.name(), arguments, state()),
              false);
      QueryCommand.rows(output, answer, once, false);
    }
  }

  private boolean command(String line) {
    List<String> words = words(line);
    String first = words.isEmpty() ? "help" : words.getFirst();
    String second = words.size() < 2 ? "" : words.get(1);
    switch (first) {
      case "quit", "exit", "q" -> {
        return false;
      }
      case "help" -> surroundings.out().print(HELP);
      case "branch" -> branch(words, second);
      case "at" -> at = second.isEmpty() || second.equals("now") ? null : second;
      case "format" -> format(second);
      case "schema" -> schema(words);
      case "queries" -> queries(words);
      case "run" -> runKept(words);
      default -> program(words);
    }
    return true;
  }

  /** Those that are kept here; what is stored with a branch is listed as by the program. */
  private void queries(List<String> words) {
    if (words.size() > 1) {
      program(words);
    } else {
      kept.keySet().forEach(surroundings.out()::println);
    }
  }

  private void branch(List<String> words, String name) {
    if (name.isEmpty() || words.size() > 2) {
      program(name.isEmpty() ? List.of("branch", "list") : words);
      return;
    }
    BranchName wanted = new BranchName(name);
    Answer unused = BranchShowCommand.one(graph, wanted);
    branch = wanted;
    at = null;
  }

  private void format(String text) {
    format =
        OutputOptions.of(text)
            .orElseThrow(
                () ->
                    GraphException.of(
                            SettingsError.SETTING_INVALID, "Unknown format \"%s\"".formatted(text))
                        .next("Use `table`, `json`, `ndjson` or `csv`.")
                        .build());
  }

  private void schema(List<String> words) {
    if (words.size() > 1) {
      program(words);
    } else {
      String source = SchemaShowCommand.in(graph, state()).text("source");
      surroundings.out().println(source.stripTrailing());
    }
  }

  private void runKept(List<String> words) {
    String name = words.size() < 2 ? "" : words.get(1);
    Statement statement = kept.get(name);
    if (statement == null) {
      throw GraphException.of(
              CliError.QUERY_NOT_KEPT, "No query \"%s\" is kept in this shell".formatted(name))
          .build();
    }
    Map<String, Parameter> declared = new LinkedHashMap<>();
    statement.parameters().forEach(each -> declared.put(each.name(), each));
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    words.stream().skip(2).forEach(each -> Arguments.add(arguments, each, declared));
    run(statement, arguments);
  }

  private void program(List<String> words) {
    failed(Main.run(surroundings, words.toArray(String[]::new)));
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(
            word ->
                word.group(1) != null
                    ? word.group(1)
                    : word.group(2) != null ? word.group(2) : word.group(3))
        .toList();
  }
}
