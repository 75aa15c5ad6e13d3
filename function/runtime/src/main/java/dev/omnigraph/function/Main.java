package dev.omnigraph.function;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Starts an application as a process of its own; Lambda's Java runtime does not come by here. The
 * table library is loaded beside the start of Quarkus, which needs nothing of it.
 */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // What goes wrong is told when tables are opened.
    Thread.ofPlatform().daemon().name("omnigraph-start").start(TableLibrary::load);
    Quarkus.run(args);
  }
}
