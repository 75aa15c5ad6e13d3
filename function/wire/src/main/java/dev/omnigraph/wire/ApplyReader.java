package dev.omnigraph.wire;

import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.wire.JsonObject.Kind;
import dev.omnigraph.wire.RequestReader.Conditions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests about what defines a branch: stored queries, policies, and all of it together. */
public final class ApplyReader {
  private static final String FILES = "files";
  private static final Map<String, Kind> FILES_OF_A_BRANCH =
      Map.of(FILES, Kind.OBJECT, "branch", Kind.TEXT, "expected_head", Kind.TEXT);
  private static final Map<String, Kind> FILES_OF_MAIN =
      Map.of(FILES, Kind.OBJECT, "expected_head", Kind.TEXT);
  private static final Map<String, Kind> CALL =
      Map.of(
          "params",
          Kind.OBJECT,
          "branch",
          Kind.TEXT,
          "commit",
          Kind.TEXT,
          "as_of",
          Kind.TEXT,
          "explain",
          Kind.FLAG,
          "expected_head",
          Kind.TEXT);
  private static final Map<String, Kind> ALL =
      Map.of(
          "schema",
          Kind.TEXT,
          "queries",
          Kind.OBJECT,
          "policy",
          Kind.OBJECT,
          "branch",
          Kind.TEXT,
          "allow_data_loss",
          Kind.FLAG,
          "dry_run",
          Kind.FLAG,
          "expected_head",
          Kind.TEXT);

  private ApplyReader() {}

  /** Files that are stored instead of all that are. */
  public static ApplyRequest queries(InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, FILES, FILES_OF_A_BRANCH);
    return ApplyRequest.ofQueries(required(fields), conditions.options(fields));
  }

  /** The same of policies. */
  public static ApplyRequest policy(InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, FILES, FILES_OF_MAIN);
    return ApplyRequest.ofPolicy(
        required(fields), conditions.options(null, fields.text("expected_head")));
  }

  /** A call of a stored query, and whether its answer says how it was found. */
  public record Call(InvokeRequest request, boolean explains) {}

  /**
   * @param name from the path
   */
  public static Call call(String name, InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, "params", CALL);
    ReadAt at = Params.readAt(fields.text("branch"), fields.text("commit"), fields.text("as_of"));
    InvokeRequest request =
        new InvokeRequest(name, fields.object("params"), at, conditions.options(fields));
    boolean explains = fields.flag("explain");
    return new Call(explains ? request.readingOnly() : request, explains);
  }

  /** What defines a branch, and whether it is only to be told what would change. */
  public record Apply(ApplyRequest request, boolean isDryRun) {}

  /** A part that is absent stays as it is; what a schema leaves out goes. */
  public static Apply apply(InputStream body, Conditions conditions) throws IOException {
    JsonObject fields = JsonObject.read(body, "schema", ALL);
    ApplyRequest request =
        new ApplyRequest(
            fields.text("schema"),
            "schema",
            fields.has("queries") ? texts("queries", fields) : null,
            fields.has("policy") ? texts("policy", fields) : null,
            true,
            fields.flag("allow_data_loss"),
            conditions.options(fields));
    return new Apply(request, fields.flag("dry_run"));
  }

  private static Texts required(JsonObject fields) {
    if (!fields.has(FILES)) {
      throw GraphException.of(HttpError.MISSING_FIELD, "The body has no \"files\".")
          .next("Send {\"files\": {\"people.gq\": \"query …\"}}; an empty object removes all.")
          .with("field", FILES)
          .build();
    }
    return texts(FILES, fields);
  }

  private static Texts texts(String name, JsonObject fields) {
    SortedMap<String, String> files = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> file : fields.object(name).entrySet()) {
      if (!(file.getValue() instanceof String text)) {
        String field = name + "." + file.getKey();
        throw GraphException.of(
                ValueError.WRONG_TYPE, "The field \"%s\" is not a text.".formatted(field))
            .next("The names of files have their texts as values.")
            .with("field", field)
            .build();
      }
      files.put(file.getKey(), text);
    }
    return new Texts(files);
  }
}
