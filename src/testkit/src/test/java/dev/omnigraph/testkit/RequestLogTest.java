package dev.omnigraph.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestLogTest {
  private final RequestLog log = new RequestLog();

  @Test
  void requestsOneAfterTheOtherAreAsManyRoundTrips() {
    request("a", 0, 10);
    request("b", 10, 20);
    request("c", 25, 30);

    assertThat(log.total()).isEqualTo(3);
    assertThat(log.sequential()).isEqualTo(3);
  }

  @Test
  void requestsThatOverlapAreOneRoundTrip() {
    request("a", 0, 10);
    request("b", 1, 9);
    request("c", 5, 30);
    request("d", 31, 40);
    request("e", 35, 36);

    assertThat(log.total()).isEqualTo(5);
    assertThat(log.sequential()).isEqualTo(2);
  }

  @Test
  void aLongRequestHidesNoChainBesideIt() {
    request("long", 0, 100);
    request("a", 1, 10);
    request("b", 11, 20);
    request("c", 21, 30);

    assertThat(log.sequential()).isEqualTo(3);
  }

  @Test
  void bytesAreSummedAndAResetForgets() {
    request("a", 0, 10);
    request("b", 0, 10);
    assertThat(log.bytesIn()).isEqualTo(14);
    assertThat(log.bytesOut()).isEqualTo(6);
    assertThat(log.only(entry -> entry.key().equals("a")).total()).isEqualTo(1);

    log.reset();

    assertThat(log.total()).isZero();
    assertThat(log.sequential()).isZero();
  }

  @Test
  void itReadsAsOneLinePerRequest() {
    request("some/key", 0, 10);

    assertThat(log.toString())
        .contains("1 requests, 1 sequential")
        .containsPattern("200 +GET +some/key +in 7 out 3");
  }

  private void request(String key, long start, long end) {
    log.add(new RequestLog.Entry("GET", "GET", key, Map.of(), 200, start, end, 7, 3));
  }
}
