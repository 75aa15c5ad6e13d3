package dev.omnigraph.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3NotificationsTest {

  @Test
  void aNotificationNamesItsObjectWithTheKeyDecoded() throws Exception {
    List<S3Object> objects =
        objects(
            """
            {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
              "userIdentity": {"principalId": "AWS:AIDA"},
              "s3": {"bucket": {"name": "in"}, "object": {
                "key": "ingest/g/main/merge/a+b%C3%BC.jsonl", "size": 3,
                "eTag": "e1", "versionId": "v1", "sequencer": "0A"}}}]}
            """);

    assertThat(objects)
        .containsExactly(
            new S3Object("in", "ingest/g/main/merge/a bü.jsonl", "v1", "0A", "e1", "AWS:AIDA"));
  }

  @Test
  void anEventBridgeEventNamesItsObjectWithTheKeyAsItIs() throws Exception {
    List<S3Object> objects =
        objects(
            """
            {"source": "aws.s3", "detail-type": "Object Created", "detail": {
              "bucket": {"name": "in"}, "requester": "123456789012",
              "object": {"key": "a+b%20.jsonl", "etag": "e1", "sequencer": "0A"}}}
            """);

    assertThat(objects)
        .containsExactly(new S3Object("in", "a+b%20.jsonl", null, "0A", "e1", "123456789012"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\", \"Bucket\": \"in\"}",
        "{\"Records\": [{\"eventName\": \"ObjectRemoved:Delete\", \"s3\": {}}]}",
        "{\"source\": \"aws.s3\", \"detail-type\": \"Object Deleted\", \"detail\": {}}"
      })
  void whatCreatesNoObjectNamesNone(String event) throws Exception {
    assertThat(objects(event)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "3",
        "{\"Records\": []}",
        "{\"Records\": [{\"Sns\": {}}]}",
        "{\"source\": \"aws.ec2\"}"
      })
  void anyOtherEventIsRefused(String event) {
    assertThatExceptionOfType(EventException.class)
        .isThrownBy(() -> objects(event))
        .satisfies(e -> assertThat(e.code()).isEqualTo("unknown_event"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\": [{\"eventName\": \"ObjectCreated:Put\", \"s3\": {\"object\": {\"key\": \"k\"}}}]}",
        "{\"Records\": [{\"eventName\": \"ObjectCreated:Put\", \"s3\": {\"bucket\": {\"name\": \"b\"}}}]}",
        "{\"Records\": [{\"eventName\": \"ObjectCreated:Put\", \"s3\": {\"bucket\": {\"name\": \"b\"}, \"object\": {\"key\": \"%zz\"}}}]}",
        "{\"source\": \"aws.s3\", \"detail-type\": \"Object Created\"}"
      })
  void anS3EventWithoutItsPartsIsRefused(String event) {
    assertThatExceptionOfType(EventException.class)
        .isThrownBy(() -> objects(event))
        .satisfies(e -> assertThat(e.code()).isEqualTo("invalid_event"));
  }

  @Test
  void theIdempotencyKeyIsTheVersionElseTheSequencer() {
    assertThat(new S3Object("b", "k", "v", "s", "e", null).idempotencyKey())
        .isEqualTo("s3://b/k#v");
    assertThat(new S3Object("b", "k", null, "s", "e", null).idempotencyKey())
        .isEqualTo("s3://b/k#s");
  }

  private static List<S3Object> objects(String event) throws Exception {
    return S3Notifications.objects(new ObjectMapper().readTree(event));
  }
}
