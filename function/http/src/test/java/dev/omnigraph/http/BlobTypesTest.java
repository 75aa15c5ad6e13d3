package dev.omnigraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlobTypesTest {

  @Test
  void aBlobGetsItsTypeBackAfterItsBytesAreWritten() {
    APIGatewayV2HTTPResponse answer = answer();
    answer.getHeaders().put("Omnigraph-Content-Type", "text/plain; charset=utf-16");

    assertThat(BlobTypes.restored(answer).getHeaders())
        .isEqualTo(Map.of("Content-Type", "text/plain; charset=utf-16"));
  }

  @Test
  void otherAnswersStayAsTheyAre() {
    assertThat(BlobTypes.restored(answer()).getHeaders())
        .isEqualTo(Map.of("Content-Type", "application/octet-stream"));
    assertThat(BlobTypes.restored(new APIGatewayV2HTTPResponse()).getHeaders()).isNull();
  }

  @Test
  void exportsAreNotSentAsBlobsAre() {
    assertThat(BlobTypes.isBlob("/graphs/g/blobs/Town/Ulm/map")).isTrue();
    assertThat(BlobTypes.isBlob("/graphs/g/export")).isFalse();
  }

  private static APIGatewayV2HTTPResponse answer() {
    return APIGatewayV2HTTPResponse.builder()
        .withHeaders(new HashMap<>(Map.of("Content-Type", "application/octet-stream")))
        .build();
  }
}
