package dev.omnigraph.api;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What answers here, and in which version. */
@Singleton
public class Product {
  private final String version;

  Product(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  public String version() {
    return version;
  }
}
