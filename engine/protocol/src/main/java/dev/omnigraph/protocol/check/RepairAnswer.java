package dev.omnigraph.protocol.check;

import java.util.List;

/**
 * What a check of the whole graph found.
 *
 * @param applied whether it was asked to write again what is derived
 * @param objects in the graph's folder
 * @param commits read, control records included
 * @param versions of tables that were opened, each with all that it names
 */
public record RepairAnswer(
    boolean applied, long objects, long commits, long versions, List<Finding> findings) {
  public RepairAnswer {
    findings = List.copyOf(findings);
  }

  /** Whether everything is there, right and the graph's own. */
  public boolean isClean() {
    return findings.stream().allMatch(Finding::repaired);
  }
}
