package dev.omnigraph.cli.remote;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.JsonBody;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request to the API, about one graph.
 *
 * @param path below that of the graph, escaped
 * @param repetition what happens when its answer is lost
 * @param files what the server calls texts that it was sent, such as {@code query}, and the files
 *     that they came from: its messages are told with these
 */
public record ApiRequest(
    String method,
    String path,
    Map<String, String> parameters,
    Map<String, String> headers,
    @Nullable Content content,
    Repetition repetition,
    Map<String, String> files) {
  /** When a request is sent again. */
  public enum Repetition {
    /** Always: it writes nothing, or the same however often it comes. */
    SAFE,
    /** Under its idempotency key, which it is given where the caller gave none. */
    KEYED,
    /** Never after it may have arrived. */
    ONCE
  }

  public ApiRequest {
    parameters = Map.copyOf(parameters);
    headers = Map.copyOf(headers);
    files = Map.copyOf(files);
  }

  public static ApiRequest get(String... segments) {
    return of("GET", Repetition.SAFE, segments);
  }

  /**
   * @param segments of the path, which are escaped
   */
  public static ApiRequest of(String method, Repetition repetition, String... segments) {
    String path = Arrays.stream(segments).map(ApiRequest::escaped).collect(Collectors.joining("/"));
    return new ApiRequest(method, path, Map.of(), Map.of(), null, repetition, Map.of());
  }

  /** About a branch. The slashes of its name separate segments, as gateways would have it. */
  public static ApiRequest ofBranch(String method, Repetition repetition, String name) {
    String path =
        Arrays.stream(name.split("/", -1))
            .map(ApiRequest::escaped)
            .collect(Collectors.joining("/", "branches/", ""));
    return new ApiRequest(method, path, Map.of(), Map.of(), null, repetition, Map.of());
  }

  /** The state to read, in the URL. */
  public ApiRequest at(ReadAt at) {
    ApiRequest request = this;
    for (Map.Entry<String, String> member : state(at).entrySet()) {
      request = request.parameter(member.getKey(), member.getValue());
    }
    return request;
  }

  /** The members {@code branch}, {@code commit} and {@code as_of} that name a state. */
  public static Map<String, String> state(ReadAt at) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("branch", at.branch().text());
    switch (at) {
      case ReadAt.Head head -> {}
      case ReadAt.Commit commit -> members.put("commit", commit.commitId().text());
      case ReadAt.Time time -> members.put("as_of", time.time().toString());
    }
    return members;
  }

  /** Left out where it is null. */
  public ApiRequest parameter(String name, @Nullable Object value) {
    return new ApiRequest(
        method, path, with(parameters, name, value), headers, content, repetition, files);
  }

  /** Left out where it is null. */
  public ApiRequest header(String name, @Nullable String value) {
    return new ApiRequest(
        method, path, parameters, with(headers, name, value), content, repetition, files);
  }

  public ApiRequest json(JsonBody.Members members) {
    return body(Content.json(JsonBody.text(members)));
  }

  public ApiRequest body(Content body) {
    return new ApiRequest(method, path, parameters, headers, body, repetition, files);
  }

  /** On what a write depends: the newest commit that is expected, and the caller's key. */
  public ApiRequest conditions(WriteOptions options) {
    CommitId head = options.expectedHead();
    return header("If-Match", head == null ? null : '"' + head.text() + '"')
        .header("Idempotency-Key", options.idempotencyKey());
  }

  /** What the server calls a text, and the file that it came from. */
  public ApiRequest from(String text, String file) {
    return new ApiRequest(
        method, path, parameters, headers, content, repetition, with(files, text, file));
  }

  /** Path and parameters. */
  String target() {
    String query =
        parameters.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> escaped(each.getKey()) + "=" + escaped(each.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  boolean isWrite() {
    return repetition != Repetition.SAFE;
  }

  private static Map<String, String> with(
      Map<String, String> some, String name, @Nullable Object value) {
    if (value == null) {
      return some;
    }
    Map<String, String> all = new LinkedHashMap<>(some);
    all.put(name, value.toString());
    return all;
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
