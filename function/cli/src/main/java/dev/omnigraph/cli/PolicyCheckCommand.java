package dev.omnigraph.cli;

import dev.omnigraph.access.Action;
import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Explanation;
import dev.omnigraph.access.Policies;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Resource;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.wire.JsonBody;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
      "Asks whether somebody may do something, and explains which policies decide.",
      "Exits with 1 when it is denied. Administrators of a deployment may do everything: with files"
          + " they are known from OMNIGRAPH_ACCESS_ADMINISTRATORS, if it is set here as it is there;"
          + " a server tells only whether you are one yourself."
    },
    footer = {
      "",
      "Example:",
      "  omnigraph policy check user:ann change --groups staff --branch draft"
    },
    mixinStandardHelpOptions = true)
final class PolicyCheckCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("policy"),
          Column.of("effect"),
          new Column("why", policy -> words(policy.path("match").asText())));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private PolicySource source = new PolicySource();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      index = "0",
      paramLabel = "PRINCIPAL",
      description = "Who: user:NAME, role:ARN, token:NAME, local:NAME or function:NAME.")
  private String principal = "";

  @Parameters(index = "1", paramLabel = "ACTION", description = "What, such as read or change.")
  private String action = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "RESOURCE",
      defaultValue = "branch",
      description = "With what: graph, branch, query:NAME or type:NAME. Default: ${DEFAULT-VALUE}.")
  private String resource = "branch";

  @Option(
      names = "--groups",
      split = ",",
      paramLabel = "GROUP,…",
      hideParamSyntax = true,
      description = "The groups that the principal is in.")
  private List<String> groups = List.of();

  @Option(names = "--protected", description = "Takes the branch for a protected one.")
  private boolean isProtected;

  @Override
  public Integer call() {
    Output printed = output.list();
    Principal asking = Principal.parse(principal, Set.copyOf(groups));
    Action wanted = Action.of(action);
    Resource with =
        Resource.parse(resource, Resource.branch(place.name(), branch.name().text(), isProtected));
    Standing standing = Standing.of(asking, place, source.isGraph());
    Policies policies = source.policies(place, standing == Standing.ADMINISTRATOR);
    Explanation explanation = new CedarAuthorizer().explain(policies, asking, wanted, with);
    Explained explained = new Explained(asking, wanted, with, explanation, standing);
    Answer answer =
        Answer.of(
            JsonBody.text(
                json -> {
                  explained.write(json);
                  standing.write(json);
                }));
    printed.list(answer, "policies", COLUMNS, out -> below(explained, out));
    return explained.isAllowed() ? ExitCodes.DONE : ExitCodes.WRONG;
  }

  private static void below(Explained explained, PrintWriter out) {
    explained
        .explanation()
        .decision()
        .errors()
        .forEach(each -> out.printf("note: %s fails: %s%n", each.policy(), each.message()));
    out.println(explained.sentence());
    if (!explained.isAllowed() && explained.standing() == Standing.UNKNOWN) {
      out.printf(
          "note: an administrator of the deployment may; whether %s is one is not known here%n",
          explained.principal().text());
    }
  }

  private static String words(String match) {
    return Explained.words(Explanation.Match.valueOf(match.toUpperCase(Locale.ROOT)));
  }
}
