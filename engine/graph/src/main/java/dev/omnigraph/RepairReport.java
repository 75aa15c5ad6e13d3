package dev.omnigraph;

import java.util.List;

/**
 * What a check of the whole graph found.
 *
 * @param applied whether it was asked to write again what is derived
 * @param objects in the graph's folder
 * @param commits read, control records included
 * @param versions of tables that were opened, each with all that it names
 */
public record RepairReport(
    boolean applied, long objects, long commits, long versions, List<Finding> findings) {
  public RepairReport {
    findings = List.copyOf(findings);
  }

  /**
   * Something that is not as it should be.
   *
   * @param code stable, lower snake case
   * @param severity {@code damage}: something is gone or unreadable that nothing else can replace;
   *     {@code derived}: repair writes it again; {@code pending}: recovery settles it; {@code
   *     foreign}: not the graph's, and nothing reads it
   * @param subject the object, below the graph's folder
   */
  public record Finding(
      String code, String severity, String subject, String message, boolean repaired) {}

  /** Whether everything is there, right and the graph's own. */
  public boolean isClean() {
    return findings.stream().allMatch(Finding::repaired);
  }
}
