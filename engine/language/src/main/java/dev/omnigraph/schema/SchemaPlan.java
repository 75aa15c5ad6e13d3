package dev.omnigraph.schema;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What leads from an accepted schema to a desired one that was compiled with it as its predecessor.
 * A function of the two alone, in which a step that some states allow and others do not is refused
 * until {@link #afterReading} says what the rows do. Applied as a whole or, when any step is
 * refused, not at all.
 *
 * @param steps drops first, then by type in the order of the desired schema
 */
public record SchemaPlan(Catalog before, Catalog after, List<Planned> steps) {
  public SchemaPlan {
    steps = List.copyOf(steps);
  }

  /**
   * A step and what is said about it.
   *
   * @param refusal why it cannot be done, or null when it can
   * @param hint what the author may have meant instead, as a sentence, or null
   * @param reading what the rows say of it, or null when they were not asked
   */
  public record Planned(
      SchemaStep step,
      @Nullable Refusal refusal,
      @Nullable String hint,
      @Nullable Reading reading) {
    public boolean isSupported() {
      return refusal == null;
    }

    /** Whether it is refused only because rows may break what it brings. */
    public boolean dependsOnRows() {
      return refusal != null && reading == null && StepRefusals.dependsOnRows(refusal);
    }

    private Planned after(Reading read) {
      Refusal kept =
          refusal == null || read.offenders() == 0 ? null : StepRefusals.broken(refusal, read);
      return new Planned(step, kept, hint, read);
    }
  }

  /**
   * What the rows say of a step that depends on them.
   *
   * @param rows how many were read
   * @param offenders how many break what the step brings
   * @param first a few of these
   */
  public record Reading(long rows, long offenders, List<Offender> first) {
    public Reading {
      first = List.copyOf(first);
    }
  }

  /**
   * An entity that breaks what a step brings.
   *
   * @param id null when the reason names the entity
   * @param field the property, or the names of several, or null
   * @param reason with the value where one is wrong
   */
  public record Offender(@Nullable String id, @Nullable String field, String reason) {
    String text() {
      return (id == null ? "" : "\"" + id + "\": ") + (field == null ? "" : field + ": ") + reason;
    }

    private Map<String, Object> details() {
      Map<String, Object> details = new LinkedHashMap<>();
      if (id != null) {
        details.put("id", id);
      }
      if (field != null) {
        details.put("field", field);
      }
      details.put("reason", reason);
      return details;
    }
  }

  /**
   * Why a step cannot be done.
   *
   * @param reason a sentence
   * @param wayOut what can be done instead, as sentences
   */
  public record Refusal(ErrorCode code, String reason, String wayOut) {}

  /**
   * Compares two schemas.
   *
   * @param after compiled with {@code before} as the accepted schema, so that ids agree
   * @param hardDrops whether what is dropped goes from earlier commits too
   */
  public static SchemaPlan of(Catalog before, Catalog after, boolean hardDrops) {
    return new SchemaPlan(before, after, new SchemaDiff(before, after, hardDrops).steps());
  }

  /**
   * The plan for one state.
   *
   * @param read what the rows of that state say of a step that depends on them, or null when they
   *     cannot say it, because another step is refused
   */
  public SchemaPlan afterReading(Function<SchemaStep, @Nullable Reading> read) {
    return new SchemaPlan(
        before,
        after,
        steps.stream()
            .map(
                planned -> {
                  Reading reading = planned.dependsOnRows() ? read.apply(planned.step()) : null;
                  return reading == null ? planned : planned.after(reading);
                })
            .toList());
  }

  /** Whether the schemas differ in nothing but their text. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  public boolean isSupported() {
    return steps.stream().allMatch(Planned::isSupported);
  }

  /**
   * For people: a line for each step, why it is refused and what may be meant, and their number.
   */
  public String text() {
    return SchemaStepText.of(this);
  }

  /**
   * @throws GraphException {@code schema_change_refused} with every refusal in the details
   */
  public void throwIfRefused() {
    List<Planned> refused = steps.stream().filter(planned -> !planned.isSupported()).toList();
    if (refused.isEmpty()) {
      return;
    }
    String message =
        refused.stream()
            .map(p -> "Cannot " + p.step().summary() + ": " + refusal(p).reason() + offenders(p))
            .collect(Collectors.joining("\n"));
    throw GraphException.of(SchemaChangeError.SCHEMA_CHANGE_REFUSED, message)
        .next(
            refused.stream()
                .map(p -> refusal(p).wayOut())
                .distinct()
                .collect(Collectors.joining(" ")))
        .with("refusals", refused.stream().map(SchemaPlan::details).toList())
        .build();
  }

  /** The steps that take data from the branch. */
  public List<SchemaStep> drops() {
    return steps.stream()
        .map(Planned::step)
        .filter(
            step -> step instanceof SchemaStep.DropType || step instanceof SchemaStep.DropProperty)
        .toList();
  }

  /**
   * @throws GraphException {@code schema_drops} when a type or a property goes with its data
   */
  public void throwIfDropping() {
    List<String> drops = drops().stream().map(SchemaStep::summary).toList();
    if (!drops.isEmpty()) {
      throw GraphException.of(
              SchemaChangeError.SCHEMA_DROPS, "This change would\n  " + String.join("\n  ", drops))
          .with("drops", drops)
          .build();
    }
  }

  private static String offenders(Planned planned) {
    Reading reading = planned.reading();
    return reading == null
        ? ""
        : reading.first().stream().map(o -> "\n  " + o.text()).collect(Collectors.joining());
  }

  private static Map<String, Object> details(Planned planned) {
    Refusal refusal = refusal(planned);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("step", planned.step().code());
    details.put("summary", planned.step().summary());
    details.put("type", planned.step().subject());
    details.put("code", refusal.code().text());
    details.put("reason", refusal.reason());
    details.put("way_out", refusal.wayOut());
    Reading reading = planned.reading();
    if (reading != null) {
      details.put("rows_read", reading.rows());
      details.put("offenders", reading.offenders());
      details.put("first_offenders", reading.first().stream().map(Offender::details).toList());
    }
    return details;
  }

  private static Refusal refusal(Planned planned) {
    return Objects.requireNonNull(planned.refusal());
  }
}
