package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphDeletion;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.cli.remote.Api;
import dev.omnigraph.cli.remote.Urls;
import dev.omnigraph.cli.settings.Configuration;
import dev.omnigraph.cli.settings.Setting;
import dev.omnigraph.embed.EmbedSettings;
import dev.omnigraph.embed.Embedders;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.guard.Guard;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which graph a command is about, and how it is reached. */
final class GraphOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-g", "--graph"},
      paramLabel = "GRAPH",
      description =
          "https://server/graphs/NAME, s3://bucket/prefix, or a folder."
              + " Default: $OMNIGRAPH_GRAPH, or the profile's.")
  private @Nullable String root;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "A profile of the configuration file. Default: $OMNIGRAPH_PROFILE.")
  private @Nullable String profile;

  private @Nullable Configuration configuration;

  /** That of a command; empty where it is about no graph. */
  static Optional<GraphOption> in(CommandSpec spec) {
    return spec.mixins().values().stream()
        .map(CommandSpec::userObject)
        .flatMap(mixin -> mixin instanceof GraphOption place ? Stream.of(place) : Stream.empty())
        .findFirst();
  }

  Configuration configuration() {
    Configuration known = configuration;
    if (known == null) {
      known = Configuration.of(Main.of(spec).surroundings().environment(), profile);
      configuration = known;
    }
    return known;
  }

  /** The graph, however it is reached. */
  Reach reach() {
    return reach(waits());
  }

  /** What a person sees while the graph does something. */
  Waits waits() {
    return Waits.of(Main.of(spec).surroundings());
  }

  /** The same while it prints. */
  Waits waitsBesideOutput() {
    return Waits.besideOutput(Main.of(spec).surroundings());
  }

  /** The same, for what tells by itself how far it is. */
  Reach reach(Waits waits) {
    String place = place().value();
    if (!Urls.isUrl(place)) {
      return Reach.Here.of(open(place), waits);
    }
    if (ActorOption.isGiven(spec)) {
      throw GraphException.of(CliError.ACTOR_OF_A_SERVER, "--actor cannot be said to a server.")
          .build();
    }
    return new Reach.There(api(place), waits);
  }

  /** The graph itself, for what cannot be done by its API. */
  Graph open() {
    return open(here().value());
  }

  /** Where a new graph goes. */
  GraphStorage newStorage() {
    return Storages.make(here().value(), environment());
  }

  boolean isNamed() {
    return named().isPresent();
  }

  /**
   * What was named.
   *
   * @throws GraphException {@code graph_missing}
   */
  Setting place() {
    return named()
        .orElseThrow(() -> GraphException.of(CliError.GRAPH_MISSING, "No graph was named").build());
  }

  /** What policies call the graph, which need not be there. */
  String name() {
    return named().map(this::name).orElse("graph");
  }

  String name(Setting place) {
    return Urls.isUrl(place.value())
        ? Urls.name(Urls.graph(place.value()))
        : LocalAccess.graph(place.value());
  }

  /**
   * Deletes the graph, and says how many objects that were.
   *
   * @throws GraphException as {@link GraphDeletion#run} does
   */
  long delete(String actor) {
    GraphStorage storage = Storages.open(here().value(), environment());
    try (ObjectStore objects = storage.objects();
        Tables tables = storage.tables()) {
      return GraphDeletion.run(storage, actor);
    }
  }

  /** The API of a graph behind a URL. */
  Api api(String url) {
    PrintWriter err = spec.commandLine().getErr();
    return Servers.api(url, configuration(), err);
  }

  private Graph open(String place) {
    Guard guard = LocalAccess.guard(place, ActorOption.of(spec), environment());
    return Graph.open(
            Storages.open(place, environment()),
            EmbedSettings.of(environment()).map(Embedders::of).orElse(null))
        .as(guard);
  }

  /**
   * What whoever has the files of the graph can do when its policies are in the way; empty behind a
   * URL.
   */
  Optional<String> wayAroundPolicies() {
    return named()
        .filter(place -> !Urls.isUrl(place.value()))
        .map(
            place ->
                "If the files are yours, set %s=local:%s for this command."
                    .formatted(LocalAccess.ADMINISTRATORS, ActorOption.of(spec)));
  }

  /** Whether the graph is there, and its policies hide it from the caller. */
  boolean isHidden() {
    try (Graph graph = Graph.open(Storages.open(here().value(), environment()))) {
      return !graph.policy().files().isEmpty();
    } catch (GraphException e) {
      return false;
    }
  }

  private Setting here() {
    Setting place = place();
    if (Urls.isUrl(place.value())) {
      throw GraphException.of(
              CliError.NOT_OVER_HTTP,
              "`%s` is not done through a URL.".formatted(spec.qualifiedName()))
          .build();
    }
    return place;
  }

  private Optional<Setting> named() {
    return root == null || root.isBlank()
        ? configuration().graph()
        : Optional.of(new Setting(root, "--graph"));
  }

  private Map<String, String> environment() {
    return Main.of(spec).surroundings().environment();
  }
}
