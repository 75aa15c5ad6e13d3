package dev.omnigraph.local;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;

/**
 * Tells each test the port that the system chose, which Quarkus knows of its own server only. It
 * reads the property for RestAssured after this.
 */
public final class PortOfTheServer implements QuarkusTestBeforeEachCallback {
  @Override
  public void beforeEach(QuarkusTestMethodContext context) {
    int port = Arc.container().instance(LocalServer.class).get().port();
    System.setProperty("quarkus.http.test-port", String.valueOf(port));
  }
}
