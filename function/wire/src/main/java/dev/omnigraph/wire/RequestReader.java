package dev.omnigraph.wire;

import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.wire.JsonObject.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
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

  private static final Map<String, Kind> READ =
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
          Kind.TEXT,
          "explain",
          Kind.FLAG);
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

  private RequestReader() {}

  /** A read query, and whether its answer says how it was found. */
  public record Query(QueryRequest request, boolean explains) {}

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
    QueryRequest request =
        new QueryRequest(
            fields.required(QUERY),
            QUERY,
            fields.text("name"),
            fields.object("params"),
            Params.readAt(fields.text("branch"), fields.text("commit"), fields.text("as_of")));
    return new Query(request, fields.flag("explain"));
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

  /** Conditions of a write are of no use to a plan, and are not looked at. */
  public static PlanRequest plan(InputStream body) throws IOException {
    JsonObject fields = JsonObject.read(body, SCHEMA, CHANGE);
    return new PlanRequest(
        fields.required(SCHEMA),
        SCHEMA,
        fields.flag("allow_data_loss"),
        new ReadAt.Head(Params.branch(fields.text("branch"))));
  }
}
