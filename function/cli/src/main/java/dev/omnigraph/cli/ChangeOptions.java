package dev.omnigraph.cli;

import dev.omnigraph.call.ChangeFilter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which changes are shown, and how. */
final class ChangeOptions {
  @Mixin private ChangeFilterOptions wanted = new ChangeFilterOptions();

  @Option(names = "--json", description = "One JSON object for each change, and nothing else.")
  private boolean json;

  ChangeFilter filter() {
    return wanted.filter();
  }

  boolean json() {
    return json;
  }
}
