package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.omnigraph.access.Action;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.testkit.RouteRights;
import dev.omnigraph.testkit.RouteRights.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which actions each route of the packaged function takes, of each kind of caller, on each kind of
 * branch: with them it answers, without any of them it does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTableIT {
  private static final String ROLE = "arn:aws:iam::123456789012:role/";
  private static final String TOKEN = "a-secret-that-nobody-guesses";
  private static final String ADMIN = ROLE + "admin";
  private static final List<String> ACTIONS =
      Arrays.stream(Action.values()).map(Action::text).toList();

  /** Who calls, by a credential of each kind. */
  private enum Caller {
    ROLE_OF_IAM("Role::\"" + ROLE + "caller\""),
    USER_OF_A_JWT("User::\"ann\""),
    API_TOKEN("Token::\"ci\"");

    private final String entity;

    Caller(String entity) {
      this.entity = entity;
    }
  }

  private Issuer issuer;
  private Cloud cloud;
  private String graph = "";
  private String commit = "";
  private int made;

  @BeforeAll
  void deploy(@TempDir Path folder) throws Exception {
    issuer = Issuer.start("omnigraph");
    cloud =
        new Cloud(
            Map.of(
                "OMNIGRAPH_ACCESS_WITHOUT_POLICY",
                "deny",
                "OMNIGRAPH_ACCESS_ADMINISTRATORS",
                "role:" + ADMIN,
                "OMNIGRAPH_ACCESS_PROTECTED_BRANCHES",
                "main,release*",
                "OMNIGRAPH_ACCESS_TOKENS_FILE",
                tokens(folder).toString(),
                "OMNIGRAPH_ACCESS_JWT_ISSUER",
                issuer.address(),
                "OMNIGRAPH_ACCESS_JWT_AUDIENCE",
                issuer.audience()));
  }

  @AfterAll
  void stop() {
    cloud.close();
    issuer.close();
  }

  @ParameterizedTest
  @EnumSource
  void eachRouteTakesItsActionsOfEachKindOfCallerOnEachKindOfBranch(RouteRights row) {
    makeTheGraph("g" + made++);
    for (List<String> kind : RouteRights.KINDS) {
      boolean isProtected = kind.equals(RouteRights.KINDS.getFirst());
      for (String missing : row.needs()) {
        policy(allowing(ACTIONS.stream().filter(action -> !action.equals(missing)).toList()));
        refused(row, kind, "without " + missing);
      }
      if (row.isOfBranch()) {
        policy(allowing(ACTIONS, !isProtected));
        refused(row, kind, "with everything on the other kind");
        policy(allowing(row.needs(), isProtected));
        answered(row, kind);
      } else {
        policy(allowing(row.needs()));
        answered(row, kind);
      }
    }
  }

  private void refused(RouteRights row, List<String> kind, String how) {
    for (Caller caller : Caller.values()) {
      JsonNode answer = send(row, kind, caller);

      assertThat(status(answer))
          .as("%s %s of %s %s: %s", row, kind, caller, how, answer)
          .isIn(403, 404);
    }
  }

  private void answered(RouteRights row, List<String> kind) {
    for (Caller caller : Caller.values()) {
      if (row == RouteRights.HOLD_DELETE) {
        asAdmin("PUT", "holds/h", "{}");
      }
      JsonNode answer = send(row, kind, caller);

      assertThat(status(answer)).as("%s %s of %s: %s", row, kind, caller, answer).isLessThan(300);
      switch (row) {
        case BRANCH_DELETE -> makeBranch(kind.getLast());
        case GRAPH_DELETE -> {
          makeTheGraph(graph);
          policy(allowing(row.needs()));
        }
        // It gave everything to everybody.
        case POLICY_PUT -> policy(allowing(row.needs()));
        default -> {}
      }
    }
  }

  private JsonNode send(RouteRights row, List<String> kind, Caller caller) {
    Place place = new Place(graph, kind.getFirst(), kind.getLast(), commit, "new" + made++);
    Map<String, String> headers = new HashMap<>(Map.of("content-type", row.contentType()));
    switch (caller) {
      case ROLE_OF_IAM -> {}
      case USER_OF_A_JWT -> headers.put("authorization", "Bearer " + issuer.token("ann"));
      case API_TOKEN -> headers.put("authorization", "Bearer " + TOKEN);
    }
    return cloud.http(
        Events.http(
            row.method(),
            row.target(place),
            row.body(place).orElse(""),
            headers,
            caller == Caller.ROLE_OF_IAM ? ROLE + "caller" : ""));
  }

  private void makeTheGraph(String name) {
    graph = name;
    asAdmin("POST", "", "{\"schema\": %s}".formatted(TextNode.valueOf(RouteRights.Texts.SCHEMA)));
    asAdmin(
        "PUT",
        "queries",
        "{\"files\": {\"q.gq\": %s}}".formatted(TextNode.valueOf(RouteRights.Texts.QUERIES)));
    insert("Ada");
    commit = insert("Tmp").path("commit").asText();
    asAdmin(
        "POST", "mutate", "{\"query\": \"query m() { delete Person where name = \\\"Tmp\\\" }\"}");
    Map<String, String> bytes = Map.of("content-type", "application/octet-stream");
    done(Events.http("PUT", path("blobs/Person/Ada/photo"), "b", bytes, ADMIN));
    RouteRights.KINDS.forEach(kind -> kind.forEach(this::makeBranch));
  }

  private void makeBranch(String name) {
    if (!name.equals("main")) {
      asAdmin("POST", "branches", "{\"name\": \"%s\"}".formatted(name));
    }
  }

  private JsonNode insert(String name) {
    return asAdmin(
        "POST",
        "mutate",
        "{\"query\": %s, \"params\": {\"n\": \"%s\"}}"
            .formatted(TextNode.valueOf(RouteRights.Texts.INSERT), name));
  }

  private void policy(String text) {
    asAdmin(
        "PUT", "policy", "{\"files\": {\"p.cedar\": %s}}".formatted(TextNode.valueOf(text + ";")));
  }

  private static String allowing(List<String> actions) {
    return Arrays.stream(Caller.values())
        .map(
            caller ->
                "permit (principal == %s, action in [%s], resource)"
                    .formatted(
                        caller.entity,
                        actions.stream()
                            .map("Action::\"%s\""::formatted)
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining(";\n"));
  }

  private static String allowing(List<String> actions, boolean isProtected) {
    String when =
        " when { resource has protected && resource.protected == %s }".formatted(isProtected);
    return allowing(actions).replace(";\n", when + ";\n") + when;
  }

  private JsonNode asAdmin(String method, String route, String body) {
    return done(Events.http(method, path(route), body, Map.of(), ADMIN));
  }

  /** What is answered with 503 was not done, and is sent again, as its answer says. */
  private JsonNode done(String event) {
    JsonNode answer = cloud.http(event);
    for (int again = 0; status(answer) == 503 && again < 5; again++) {
      answer = cloud.http(event);
    }
    assertThat(status(answer)).as("%s: %s", event, answer).isLessThan(300);
    return Cloud.json(answer.path("body").asText());
  }

  private static Path tokens(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("tokens.json"),
        "{\"tokens\": [{\"name\": \"ci\", \"sha256\": \"%s\"}]}".formatted(Sha256.hex(TOKEN)));
  }

  private String path(String route) {
    return "/graphs/" + graph + (route.isEmpty() ? "" : "/" + route);
  }

  private static int status(JsonNode answer) {
    return answer.path("statusCode").asInt();
  }
}
