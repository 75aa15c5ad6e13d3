package dev.omnigraph.wire;

import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.HandoverRequest;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.wire.JsonObject.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Requests from the JSON that they are sent as. Who asks is never part of it. Strict: a text that
 * could mean two things means none.
 *
 * <p>Every method throws {@link dev.omnigraph.error.GraphException} for a text that is not such a
 * request, with the field and the place, and {@link IOException} when the text cannot be read.
 */
public final class RequestReader {
  /** What messages call the texts of queries and schemas. */
  private static final String QUERY = "query";

  private static final String SCHEMA = "schema";
  private static final String NAME = "name";

  /** What a read query takes, however its rows leave. */
  private static final Map<String, Kind> ASKED =
      Map.of(
          QUERY,
          Kind.TEXT,
          "name",
          Kind.TEXT,
          "params",
          Kind.OBJECT,
          "branch",
          Kind.TEXT,
          "commit",
          Kind.TEXT,
          "as_of",
          Kind.TEXT);

  private static final Map<String, Kind> READ =
      and(ASKED, Map.of("explain", Kind.FLAG, "limit", Kind.COUNT, "cursor", Kind.TEXT));
  private static final Map<String, Kind> ROWS =
      and(ASKED, Map.of("format", Kind.TEXT, "compression", Kind.TEXT));
  private static final Map<String, Kind> WRITE =
      Map.of(
          QUERY,
          Kind.TEXT,
          "name",
          Kind.TEXT,
          "params",
          Kind.OBJECT,
          "branch",
          Kind.TEXT,
          "expected_head",
          Kind.TEXT);
  private static final Map<String, Kind> CHANGE =
      Map.of(
          SCHEMA,
          Kind.TEXT,
          "branch",
          Kind.TEXT,
          "allow_data_loss",
          Kind.FLAG,
          "expected_head",
          Kind.TEXT);

  private static final Map<String, Kind> NEW_GRAPH = Map.of(SCHEMA, Kind.TEXT);

  private static final Map<String, Kind> HANDOVER =
      Map.of(
          "branch",
          Kind.TEXT,
          "commit",
          Kind.TEXT,
          "as_of",
          Kind.TEXT,
          "format",
          Kind.TEXT,
          "types",
          Kind.LIST,
          "blobs",
          Kind.TEXT,
          "compression",
          Kind.TEXT);

  private static final Map<String, Kind> BRANCH = Map.of(NAME, Kind.TEXT, "from", Kind.OBJECT);
  private static final Map<String, Kind> HOLD =
      Map.of("branch", Kind.TEXT, "commit", Kind.TEXT, "as_of", Kind.TEXT);
  private static final Set<String> FROM = Set.of("branch", "commit", "as_of");

  /** What a merge, a revert and a cherry-pick take all three. */
  private static final Map<String, Kind> DECISIONS =
      Map.of(
          "branch",
          Kind.TEXT,
          "prefer",
          Kind.TEXT,
          "resolutions",
          Kind.LIST,
          "dry_run",
          Kind.FLAG,
          "conflicts_after",
          Kind.TEXT,
          "conflicts_limit",
          Kind.COUNT,
          "expected_head",
          Kind.TEXT);

  private static final Map<String, Kind> MERGE =
      and(
          DECISIONS,
          Map.of("source", Kind.TEXT, "source_commit", Kind.TEXT, "delete_branch", Kind.FLAG));
  private static final Map<String, Kind> REVERT = and(DECISIONS, Map.of("commit", Kind.TEXT));
  private static final Map<String, Kind> CHERRY_PICK =
      and(DECISIONS, Map.of("commit", Kind.TEXT, "source", Kind.TEXT));
  private static final Map<String, Kind> RESTORE =
      Map.of("commit", Kind.TEXT, "branch", Kind.TEXT, "expected_head", Kind.TEXT);

  private RequestReader() {}

  /**
   * A read query.
   *
   * @param explains whether its answer says how it was found
   * @param limit the rows of a page; null where none is given
   * @param cursor of the page before; null where none is given
   */
  public record Query(
      QueryRequest request, boolean explains, @Nullable Integer limit, @Nullable String cursor) {
    /** Whether it asks for a page of the answer. */
    public boolean isPaged() {
      return limit != null || cursor != null;
    }
  }

  /** A read query whose rows are handed over as an object, packed or not. */
  public record RowsHandover(QueryRequest request, RowFormat format, boolean packed) {}

  /** Conditions of a write that are sent beside its text, such as in headers. */
  public record Conditions(
      String actor, @Nullable String ifMatch, @Nullable String idempotencyKey) {
    WriteOptions options(JsonObject body) {
      return options(body.text("branch"), body.text("expected_head"));
    }

    /** Those of a write to a branch, main where none is named. */
    public WriteOptions options(@Nullable String branch, @Nullable String expectedHead) {
      return WriteOptions.on(Params.branch(branch), actor)
          .expecting(Params.expectedHead(ifMatch, expectedHead))
          .keyed(Params.idempotencyKey(idempotencyKey));
    }
  }

  public static Query query(InputStream body) throws IOException {
    JsonObject fields = JsonObject.read(body, QUERY, READ);
    return new Query(
        read(fields),
        fields.flag("explain"),
        Params.pageLimit(fields.count("limit")),
        fields.text("cursor"));
  }

  /** As NDJSON, where it does not say otherwise. */
  public static RowsHandover rowsHandover(InputStream body) throws IOException {
    JsonObject fields = JsonObject.read(body, QUERY, ROWS);
    return new RowsHandover(
        read(fields),
        Params.rowFormat(fields.text("format")),
        Params.packed(fields.text("compression")));
  }

  private static QueryRequest read(JsonObject fields) {
    return new QueryRequest(
        fields.required(QUERY),
        QUERY,
        fields.text("name"),
        fields.object("params"),
        Params.readAt(fields.text("branch"), fields.text("commit"), fields.text("as_of")));
  }

  public static MutationRequest mutation(InputStream body, Conditions conditions)
      throws IOException {
    JsonObject fields = JsonObject.read(body, QUERY, WRITE);
    return new MutationRequest(
        fields.required(QUERY),
        QUERY,
        fields.text("name"),
        fields.object("params"),
        conditions.options(fields));
  }

  /** What the schema leaves out goes. */
  public static SchemaRequest schema(InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, SCHEMA, CHANGE);
    return new SchemaRequest(
        fields.required(SCHEMA),
        SCHEMA,
        true,
        fields.flag("allow_data_loss"),
        conditions.options(fields));
  }

  private static Map<String, Kind> and(Map<String, Kind> some, Map<String, Kind> more) {
    Map<String, Kind> all = new HashMap<>(some);
    all.putAll(more);
    return Map.copyOf(all);
  }

  /**
   * A merge.
   *
   * @param dryRun the conflicts to tell when it is only to be told what it would do; else null
   */
  public record Merge(MergeRequest request, @Nullable ConflictWindow dryRun) {}

  /** A branch, or one of its commits, into another branch. */
  public static Merge merge(InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, "source", MERGE);
    ReadAt source = Params.readAt(fields.required("source"), fields.text("source_commit"), null);
    MergeRequest request =
        MergeRequest.of(source, conditions.options(fields))
            .preferring(preferred(fields))
            .resolving(Resolutions.of(fields.list("resolutions")))
            .deletingSource(fields.flag("delete_branch"));
    return new Merge(request, dryRun(fields));
  }

  private static @Nullable ConflictWindow dryRun(JsonObject fields) {
    int limit = Params.limit(fields.count("conflicts_limit"), ConflictWindow.MOST);
    return fields.flag("dry_run")
        ? new ConflictWindow(limit, fields.text("conflicts_after"))
        : null;
  }

  private static Prefer preferred(JsonObject fields) {
    String prefer = fields.text("prefer");
    return prefer == null ? Prefer.NONE : Resolutions.constant("prefer", prefer, Prefer.values());
  }

  /**
   * A commit undone or picked.
   *
   * @param dryRun the conflicts to tell when it is only to be told what that would do; else null
   */
  public record Pick(PickRequest request, @Nullable ConflictWindow dryRun) {}

  /** A commit of the branch itself. */
  public static Pick revert(InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, "commit", REVERT);
    WriteOptions options = conditions.options(fields);
    return pick(PickRequest.revert(new CommitId(fields.required("commit")), options), fields);
  }

  /** A commit of the branch that is named as its source. */
  public static Pick cherryPick(InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, "commit", CHERRY_PICK);
    return pick(
        PickRequest.cherryPick(
            Params.branch(fields.required("source")),
            new CommitId(fields.required("commit")),
            conditions.options(fields)),
        fields);
  }

  private static Pick pick(PickRequest request, JsonObject fields) {
    return new Pick(
        request.preferring(preferred(fields)).resolving(Resolutions.of(fields.list("resolutions"))),
        dryRun(fields));
  }

  public static RestoreRequest restore(InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, "commit", RESTORE);
    return new RestoreRequest(new CommitId(fields.required("commit")), conditions.options(fields));
  }

  /** The schema of a graph that is to be made. */
  public static String newGraph(InputStream body) throws IOException {
    return JsonObject.read(body, SCHEMA, NEW_GRAPH).required(SCHEMA);
  }

  /** Conditions of a write are of no use to a plan, and are not looked at. */
  public static PlanRequest plan(InputStream body) throws IOException {
    JsonObject fields = JsonObject.read(body, SCHEMA, CHANGE);
    return new PlanRequest(
        fields.required(SCHEMA),
        SCHEMA,
        fields.flag("allow_data_loss"),
        new ReadAt.Head(Params.branch(fields.text("branch"))));
  }

  /** Of all types as JSON Lines, where it does not say otherwise. */
  public static HandoverRequest handover(InputStream body) throws IOException {
    JsonObject fields = JsonObject.read(body, "format", HANDOVER);
    ExportRequest export =
        new ExportRequest(
            Params.readAt(fields.text("branch"), fields.text("commit"), fields.text("as_of")),
            Params.format(fields.text("format")),
            fields.texts("types"),
            Params.withBlobs(fields.text("blobs")));
    return new HandoverRequest(export, Params.packed(fields.text("compression")));
  }

  /** What a hold is to keep: the newest commit of a branch, or an earlier one. */
  public static ReadAt hold(InputStream body) throws IOException {
    JsonObject fields = JsonObject.read(body, "branch", HOLD);
    return Params.readAt(fields.text("branch"), fields.text("commit"), fields.text("as_of"));
  }

  /** From main as it is, unless {@code from} says otherwise. */
  public static BranchRequest branch(InputStream body, String actor) throws IOException {
    JsonObject fields = JsonObject.read(body, NAME, BRANCH);
    Map<String, @Nullable Object> from = fields.object("from");
    for (Map.Entry<String, @Nullable Object> member : from.entrySet()) {
      String field = "from." + member.getKey();
      if (!FROM.contains(member.getKey())) {
        throw GraphException.of(
                LanguageError.UNKNOWN_FIELD,
                "The body has the unknown field \"%s\".".formatted(field))
            .next("Known fields of \"from\": %s.".formatted(String.join(", ", new TreeSet<>(FROM))))
            .with("field", field)
            .build();
      }
      if (member.getValue() != null && !(member.getValue() instanceof String)) {
        throw GraphException.of(
                ValueError.WRONG_TYPE,
                "The field \"%s\" has a value of the wrong type.".formatted(field))
            .next("See /openapi.json for the types of the fields.")
            .with("field", field)
            .build();
      }
    }
    ReadAt at =
        Params.readAt(
            (String) from.get("branch"), (String) from.get("commit"), (String) from.get("as_of"));
    return new BranchRequest(new BranchName(fields.required(NAME)), at, actor);
  }
}
