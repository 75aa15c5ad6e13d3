package dev.omnigraph.e2e;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.testkit.FunctionUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events as AWS makes them. */
final class Events {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Events() {}

  /** An S3 notification of one object. */
  static String s3(String key, String etag, String sequencer) {
    ObjectNode event = JSON.objectNode();
    ObjectNode entry = event.putArray("Records").addObject();
    entry.put("eventVersion", "2.1").put("eventSource", "aws:s3").put("awsRegion", "us-east-1");
    entry.put("eventTime", "2026-01-01T00:00:00.000Z").put("eventName", "ObjectCreated:Put");
    entry.putObject("userIdentity").put("principalId", "AWS:AIDAEXAMPLE");
    ObjectNode s3 = entry.putObject("s3").put("s3SchemaVersion", "1.0");
    s3.putObject("bucket").put("name", Cloud.BUCKET).put("arn", "arn:aws:s3:::" + Cloud.BUCKET);
    s3.putObject("object")
        .put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"))
        .put("size", 1)
        .put("eTag", etag)
        .put("sequencer", sequencer);
    return event.toString();
  }

  /** The same through EventBridge. */
  static String eventBridge(String key, String etag, String sequencer) {
    ObjectNode event = JSON.objectNode().put("version", "0").put("id", "1").put("source", "aws.s3");
    event.put("detail-type", "Object Created").put("account", "1").put("region", "us-east-1");
    ObjectNode detail = event.putObject("detail").put("version", "0").put("requester", "1");
    detail.putObject("bucket").put("name", Cloud.BUCKET);
    detail.putObject("object").put("key", key).put("etag", etag).put("sequencer", sequencer);
    detail.put("reason", "PutObject");
    return event.toString();
  }

  /** An SQS batch; the messages have the ids m0, m1 and so on. */
  static String sqs(List<String> bodies) {
    return sqs(bodies, 1);
  }

  /**
   * The same.
   *
   * @param deliveries of each, this one included
   */
  static String sqs(List<String> bodies, int deliveries) {
    ObjectNode event = JSON.objectNode();
    var entries = event.putArray("Records");
    for (int i = 0; i < bodies.size(); i++) {
      ObjectNode entry = entries.addObject().put("messageId", "m" + i).put("receiptHandle", "r");
      entry.put("body", bodies.get(i)).put("eventSource", "aws:sqs").put("awsRegion", "us-east-1");
      entry.put("eventSourceARN", "arn:aws:sqs:us-east-1:1:ingest");
      entry.putObject("attributes").put("ApproximateReceiveCount", "" + deliveries);
      entry.putObject("messageAttributes");
    }
    return event.toString();
  }

  static String get(String path) {
    return http("GET", path, "", Map.of(), "");
  }

  static String post(String path, String json) {
    return post(path, json, Map.of(), "");
  }

  /**
   * @param actor ARN of the IAM caller; empty when there is no authorizer
   */
  static String post(String path, String json, Map<String, String> headers, String actor) {
    return http("POST", path, json, headers, actor);
  }

  /** With a body of JSON, or without one where it is empty. */
  static String http(
      String method, String target, String body, Map<String, String> headers, String actor) {
    Map<String, String> all = new HashMap<>(headers);
    all.putIfAbsent("content-type", "application/json");
    return FunctionUrl.event(method, target, all, body.getBytes(StandardCharsets.UTF_8), actor);
  }
}
