package dev.omnigraph.function.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.store.IoStats;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes one line of JSON for each event, in CloudWatch's embedded metric format: CloudWatch makes
 * metrics of the numbers that the line declares, and everything else on it can be searched. See the
 * <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">specification</a>.
 */
public final class Metrics {
  private static final JsonFactory JSON = new JsonFactory();

  private final String namespace;
  private final String function;
  private final boolean byOperation;
  private final InstantSource clock;
  private final PrintStream out;

  /**
   * @param namespace of the metrics in CloudWatch
   * @param function value of the dimension {@code function}
   * @param byOperation whether there is each metric by operation, too; each costs
   */
  public Metrics(
      String namespace,
      String function,
      boolean byOperation,
      InstantSource clock,
      PrintStream out) {
    this.namespace = namespace;
    this.function = function;
    this.byOperation = byOperation;
    this.clock = clock;
    this.out = out;
  }

  private record Metric(String name, String unit, double value) {}

  /**
   * Tells of an event that is answered.
   *
   * @param total what the process has asked of its stores until now
   */
  public void write(Invocation done, IoStats total) {
    StringWriter line = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      List<Metric> metrics = metrics(done, done.io(total));
      json.writeStartObject();
      declare(json, metrics);
      json.writeStringField("function", function);
      json.writeStringField("operation", done.operation());
      json.writeStringField("request", done.requestId());
      for (var named : done.names().entrySet()) {
        writeNames(json, named.getKey(), named.getValue());
      }
      for (var number : done.numbers().entrySet()) {
        json.writeNumberField(number.getKey(), number.getValue());
      }
      for (Metric metric : metrics) {
        writeValue(json, metric);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(line);
  }

  private static List<Metric> metrics(Invocation done, IoStats io) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(new Metric("Latency", "Milliseconds", done.elapsed().toNanos() / 1e6));
    metrics.add(new Metric("Requests", "Count", io.requests()));
    metrics.add(new Metric("BytesRead", "Bytes", io.bytesRead()));
    metrics.add(new Metric("BytesWritten", "Bytes", io.bytesWritten()));
    metrics.add(new Metric("Retries", "Count", done.retries()));
    metrics.add(new Metric("Recoveries", "Count", done.recoveries()));
    metrics.add(new Metric("Conflicts", "Count", done.conflicts()));
    metrics.add(new Metric("ColdStarts", "Count", done.coldStart() ? 1 : 0));
    metrics.add(new Metric("Errors", "Count", done.errors()));
    metrics.add(new Metric("Refusals", "Count", done.refusals()));
    return metrics;
  }

  private void declare(JsonGenerator json, List<Metric> metrics) throws IOException {
    json.writeObjectFieldStart("_aws");
    json.writeNumberField("Timestamp", clock.millis());
    json.writeArrayFieldStart("CloudWatchMetrics");
    json.writeStartObject();
    json.writeStringField("Namespace", namespace);
    json.writeArrayFieldStart("Dimensions");
    json.writeArray(new String[] {"function"}, 0, 1);
    if (byOperation) {
      json.writeArray(new String[] {"function", "operation"}, 0, 2);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("Metrics");
    for (Metric metric : metrics) {
      json.writeStartObject();
      json.writeStringField("Name", metric.name());
      json.writeStringField("Unit", metric.unit());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  /** One as it is, several as a list. */
  private static void writeNames(JsonGenerator json, String kind, Set<String> values)
      throws IOException {
    if (values.size() == 1) {
      json.writeStringField(kind, values.iterator().next());
      return;
    }
    json.writeArrayFieldStart(kind);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void writeValue(JsonGenerator json, Metric metric) throws IOException {
    json.writeFieldName(metric.name());
    if (metric.value() == Math.rint(metric.value())) {
      json.writeNumber((long) metric.value());
    } else {
      json.writeNumber(Math.round(metric.value() * 1000) / 1000.0);
    }
  }
}
