package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command says and prints the same of a graph in a folder and of one behind the real server,
 * with the same exit code.
 */
@QuarkusTest
class SameByUrlTest {
  private static final String SCHEMA =
      """
      node Town {
        name: String @key  people: I32?  height: F64?  tags: [String]?  founded: Date?
        map: Blob?  mime: String?
      }
      edge Road: Town -> Town { km: F64  @key(src, dst) }
      """;
  private static final String QUERIES =
      """
      query towns($min: I32?) {
        match { $t: Town }
        return { $t.name, $t.people, $t.height, $t.tags, $t.founded, $t.map as map }
        order { $t.name }
      }
      query grow($name: String, $people: I32) {
        update Town set { people: $people } where name = $name
      }
      """;
  private static final String BROKEN = "query broken() { match { $t: Twon } return { $t.name } }";
  private static final String DATA =
      """
      {"type":"Town","data":{"name":"Ulm","people":126,"height":478.0,"tags":["a","b, c"]}}
      {"type":"Town","data":{"name":"Bonn","people":330,"height":1e10,"founded":"0989-01-01"}}
      {"edge":"Road","from":"Ulm","to":"Bonn","data":{"km":420.5}}
      """;

  /** What needs the files of a graph, or no graph at all. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "optimize",
          "cleanup",
          "repair",
          "embed",
          "profile",
          "doctor",
          "version",
          "completion",
          "token",
          "shell",
          "mcp",
          "test",
          "help");

  private static final List<String> WRITES =
      List.of(
          "init",
          "delete",
          "load",
          "mutate",
          "blob put",
          "schema apply",
          "apply",
          "branch create",
          "branch delete",
          "merge",
          "revert",
          "cherry-pick",
          "restore",
          "retain",
          "call",
          "queries put",
          "policy put");

  private @TempDir Path folder;
  private final String name = "same" + System.nanoTime();
  private final Path served = Path.of("target/test-graphs", name);
  private final Set<String> called = new TreeSet<>();
  private final SoftAssertions compared = new SoftAssertions();

  /** What a command did. */
  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void makeTwoGraphs() throws IOException {
    Files.writeString(folder.resolve("town.pg"), SCHEMA);
    Files.writeString(
        folder.resolve("next.pg"), SCHEMA.replace("people: I32?", "people: I32?  mayor: String?"));
    Files.writeString(folder.resolve("less.pg"), SCHEMA.replace("people: I32?", ""));
    Files.writeString(folder.resolve("wrong.pg"), SCHEMA.replace("km: F64", "miles: F64"));
    Files.writeString(folder.resolve("town.gq"), QUERIES);
    Path queries = Files.createDirectories(folder.resolve("town.project/queries"));
    Files.writeString(queries.resolve("town.gq"), QUERIES);
    Path broken = Files.createDirectories(folder.resolve("broken.project/queries"));
    Files.writeString(broken.resolve("broken.gq"), BROKEN);
    Path without = Files.createDirectories(folder.resolve("none.project/queries"));
    Files.writeString(folder.resolve("none.project/graph.pg"), SCHEMA.replace("km: F64", ""));
    assertThat(without).isEmptyDirectory();
    Files.writeString(folder.resolve("broken.gq"), BROKEN);
    Files.writeString(folder.resolve("town.jsonl"), DATA);
    Files.writeString(folder.resolve("bad.jsonl"), DATA.replace("126", "\"many\""));
    Files.writeString(folder.resolve("Town.csv"), "name,people\nKiel,247\n");
    Files.writeString(folder.resolve("map.png"), "content of a map");
    Files.writeString(
        folder.resolve("rules.cedar"), "permit(principal is Local, action, resource);");
    Files.writeString(
        folder.resolve("wrong.cedar"), "permit(principal is Locale, action, resource);");
    Files.writeString(
        folder.resolve("cases.json"),
        """
        {"cases": [{"principal": "local:eve", "action": "load", "expect": "deny"}]}
        """);
    for (Path graph : List.of(folder.resolve(name), served)) {
      Ended made =
          run("init", "--actor", "local", "--graph", graph.toString(), "--schema", file("town.pg"));
      assertThat(made.code()).isZero();
    }
  }

  @Test
  void everyCommandIsTheSameByUrl() throws IOException {
    same("load town.jsonl");
    same("load town.jsonl --json");
    same("load bad.jsonl");
    same("load missing.jsonl");
    same("load Town.csv --mode append");
    for (String format : List.of("table", "json", "ndjson", "csv")) {
      same("query town.gq towns --format " + format);
      same("branch list --format " + format);
      same("snapshot --format " + format);
      same("commits --format " + format);
      same("log --all --format " + format);
      same("show HEAD --format " + format);
    }
    same("query broken.gq broken");
    same("query broken.gq broken --format json");
    same("query town.gq grow name=Ulm people=1");
    same("query town.gq towns --branch mian");
    same("query town.gq towns --at HEAD");
    same("query town.gq towns --at 2001-01-01T00:00:00Z");
    same("lint town.gq");
    same("queries put town.gq");
    same("queries put town.gq --json");
    same("queries put broken.gq");
    same("queries put town.gq --expect none");
    for (String format : List.of("table", "json", "ndjson", "csv")) {
      same("queries list --format " + format);
      same("call towns min=1 --format " + format);
      same("call grow name=Ulm people=126 --format " + format);
    }
    same("queries show towns");
    same("queries show towns --json");
    same("queries show tawns");
    same("call tawns");
    same("call tawns min=1");
    same("call towns --at HEAD");
    same("call grow name=Ulm people=1 --at HEAD");
    same("call grow name=Ulm");
    same("queries put --none");
    same("policy show");
    same("policy check user:ann read");
    same("policy put rules.cedar");
    same("policy put wrong.cedar");
    same("policy show");
    same("policy show --json");
    same("policy check user:ann read --format csv");
    same("policy check local:eve read");
    same("policy test cases.json");
    same("policy put --none --json");
    same("branch create draft");
    same("branch create draft");
    same("branch create from-then --from main --at HEAD --json");
    same("branch show draft");
    same("mutate town.gq grow name=Ulm people=200 --branch draft");
    same("mutate town.gq grow name=Ulm people=200 --expect none");
    same("mutate town.gq grow name=Ulm people=300 --json");
    same("diff main draft");
    same("diff main draft --format csv --type Town");
    same("diff main draft --format json");
    same("diff main gone");
    same("feed --start beginning");
    same("feed --start beginning --json");
    same("feed --start nowhere");
    same("merge draft --dry-run");
    same("merge draft --dry-run --format json");
    same("merge draft");
    same("merge draft --prefer source");
    same("revert HEAD");
    same("cherry-pick HEAD --from main --branch draft --dry-run");
    same("restore HEAD --branch from-then");
    same("blob put Town Ulm map map.png");
    same("blob put Town Ulm map map.png --if-digest 0");
    same("blob get Town Ulm map");
    same("blob get Town Ulm map --range 3-6");
    same("blob get Town Ulm map --range 300-");
    same("blob get Town Ulm map --output copy.png");
    same("blob get Town Nowhere map");
    same("retain audit --at HEAD");
    same("holds");
    same("holds --format csv");
    same("release audit");
    same("release audit");
    same("schema show");
    same("schema show --json");
    same("schema plan next.pg");
    same("schema plan wrong.pg");
    same("schema apply less.pg");
    same("schema apply wrong.pg --allow-drop");
    same("schema apply next.pg");
    same("schema apply next.pg");
    same("plan broken.project");
    same("plan town.project --json");
    same("plan town.project --exit-code");
    same("apply town.project --branch draft");
    same("apply town.project");
    same("apply town.project --json");
    same("plan none.project");
    same("apply none.project");
    same("apply none.project --allow-drop");
    same("export");
    same("export --type Town --format csv --no-blobs");
    same("export --type Film");
    same("export --format csv");
    same("export --output all.jsonl.gz");
    same("export --format parquet --output tables.out");
    same("commits HEAD");
    same("commits none");
    same("branch delete from-then");
    same("branch delete main");
    same("delete");
    same("delete --confirm " + name);
    same("init --schema broken.gq");
    same("init --schema town.pg --json");
    same("delete --confirm " + name + " --json");
    same("init --schema town.pg");
    same("query town.gq towns");

    compared.assertAll();
    assertThat(called)
        .as("every command is compared, or needs the files of a graph")
        .containsAll(elsewhere());
  }

  @Test
  void whatNeedsTheFilesOfAGraphSaysSoAndWhatToDo() {
    for (String command : List.of("optimize", "cleanup", "repair", "embed")) {
      Ended ended = run(command, "--graph", url());

      assertThat(ended.code()).as(command).isEqualTo(ExitCodes.WRONG);
      assertThat(ended.err())
          .contains("`omnigraph " + command + "` is not done through a URL")
          .contains("Run it with --graph s3://bucket/prefix");
    }
  }

  @Test
  void aServerKnowsBetterWhoWrites() {
    Ended ended =
        run(
            "mutate",
            "--graph",
            url(),
            "--actor",
            "eve",
            file("town.gq"),
            "grow",
            "name=Ulm",
            "people=1");

    assertThat(ended.code()).isEqualTo(ExitCodes.WRONG);
    assertThat(ended.err()).contains("Leave --actor out");
  }

  @Test
  void doctorKnowsTheServerAndTheGraphBehindIt() {
    Ended well = run("doctor", "--graph", url());
    Ended missing = run("doctor", "--graph", url() + "x");

    assertThat(well.code()).isZero();
    assertThat(well.out())
        .contains("ok    server        version 0.", "ok    graph state   branch main")
        .contains(
            "ok    caller        local:local\n", "ok    may           everything (branch main)");
    assertThat(missing.code()).isEqualTo(ExitCodes.WRONG);
    assertThat(missing.out()).contains("fail  graph state   There is no graph");
  }

  @Test
  void theShellIsTheSameByUrl() {
    String typed = "insert Town { name: \"Ulm\" }\nmatch { $t: Town } return { $t.name }\n";
    Ended here = typed(typed, "shell", "--graph", folder.resolve(name).toString());
    Ended there = typed(typed, "shell", "--graph", url());

    assertThat(masked(there.out())).isEqualTo(masked(here.out())).contains("1 row");
    assertThat(there.err()).isEqualTo(here.err()).isEmpty();
  }

  @Test
  void anAgentIsAnsweredTheSameByUrl() {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\","
            + "\"arguments\":{\"query\":\"query q() { %s }\"}}}\n";
    String envelope =
        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";
    String typed =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n"
            + "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"server/discover\",\"params\":"
            + envelope
            + "}\n"
            + "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\",\"params\":"
            + envelope
            + "}\n"
            + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
            + "not json\n"
            + call.formatted(2, "mutate", "insert Town { name: \\\"Ulm\\\" }")
            + call.formatted(3, "query", "match { $t: Town } return { $t.name }");
    String graph = folder.resolve(name).toString();
    Ended here = typed(typed, "mcp", "--actor", "local", "--graph", graph);
    Ended there = typed(typed, "mcp", "--graph", url());

    assertThat(maskedCosts(there.out())).isEqualTo(maskedCosts(here.out()));
    assertThat(here.out().lines()).hasSize(6);
    assertThat(here.out()).contains("agent/local/", "Ulm", "supportedVersions", "-32601");
    assertThat(there.err()).isEqualTo(here.err()).isEmpty();
  }

  /** Also in texts of JSON that are in JSON; a command line that is not packaged has no version. */
  private static String maskedCosts(String text) {
    return masked(text.replace("\\\"", "\"").replaceAll("\"version\":\"[^\"]*\"", ""));
  }

  private static Set<String> elsewhere() {
    Set<String> commands = new TreeSet<>(Main.names());
    commands.removeAll(ELSEWHERE);
    return commands;
  }

  /** Runs a command on both graphs, and compares. */
  private void same(String line) throws IOException {
    Ended here = ended(line, folder.resolve(name).toString(), true);
    Ended there = ended(line, url(), false);

    compared.assertThat(there).as(line).isEqualTo(here);
    called.add(line.split(" ")[0]);
  }

  private Ended ended(String line, String graph, boolean isHere) throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ")) {
      words.add(
          word.equals("HEAD")
              ? head(graph)
              : word.contains(".") && !word.contains(":") ? file(word) : word);
    }
    if (isHere && WRITES.stream().anyMatch(line::startsWith)) {
      words.addAll(List.of("--actor", "local"));
    }
    words.addAll(List.of("--graph", graph));
    Ended ended = run(words.toArray(String[]::new));
    return new Ended(ended.code(), masked(ended.out()), masked(ended.err()));
  }

  private String head(String graph) {
    String row = run("commits", "-n", "1", "--format", "csv", "--graph", graph).out();
    return row.lines().skip(1).findFirst().orElseThrow().split(",")[0];
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String url() {
    return "http://localhost:%s/graphs/%s"
        .formatted(System.getProperty("quarkus.http.test-port"), name);
  }

  private static Ended run(String... line) {
    return typed("", line);
  }

  /** Runs a command and types into it. */
  private static Ended typed(String keys, String... line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
    int code =
        Main.run(
            Surroundings.plain(in, bytes, new PrintWriter(out, true), new PrintWriter(err, true))
                .in(Map.of("HOME", "/nowhere")),
            line);
    return new Ended(code, out + bytes.toString(StandardCharsets.UTF_8), err.toString());
  }

  /** Without what differs between two graphs of the same content, and between two calls. */
  private static String masked(String text) {
    return text.replaceAll("[0-7][0-9A-HJKMNP-TV-Z]{25}", "ID")
        .replaceAll("[0-9-]{10}T[0-9:.]{8,}Z", "TIME")
        .replaceAll("\"(elapsed_ms|requests|bytes_read|sequential_at_most)\":[0-9.]+", "\"$1\":N")
        .replaceAll(" · [0-9,]+ requests?[^·\n]*·", " ·")
        .replaceAll(" · [0-9.,]+ m?s(?=\n)", "")
        .replaceAll("(cursor\":\"|cursor: )[^\"\n]+", "$1CURSOR")
        .replaceAll("[0-9a-f]{64}", "HASH")
        .replaceAll("[0-9,]+ objects", "N objects")
        .replaceAll("\"objects\":[0-9]+", "\"objects\":N")
        .replaceAll(" +", " ")
        .replaceAll("─+", "─");
  }
}
