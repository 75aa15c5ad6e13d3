package dev.omnigraph.call;

import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.table.Pin;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What would lead a branch to another schema, and what that costs it.
 *
 * @param losses what is there now and would not be any more, in the order of the steps
 */
public record PlanAnswer(SchemaPlan plan, List<Loss> losses) {
  public PlanAnswer {
    losses = List.copyOf(losses);
  }

  /**
   * A type that goes with its rows, or a property that goes with its values.
   *
   * @param property null when the whole type goes
   * @param rows of the type, whether or not they have a value
   */
  public record Loss(String type, @Nullable String property, long rows) {}

  /**
   * @param pins the branch's tables, by table id
   */
  public static PlanAnswer of(SchemaPlan plan, SortedMap<TableId, Pin> pins) {
    return new PlanAnswer(
        plan,
        plan.steps().stream()
            .map(SchemaPlan.Planned::step)
            .flatMap(step -> loss(step, pins).stream())
            .toList());
  }

  private static Optional<Loss> loss(SchemaStep step, SortedMap<TableId, Pin> pins) {
    return switch (step) {
      case SchemaStep.DropType drop ->
          Optional.of(new Loss(drop.type().name(), null, rows(drop.type(), pins)));
      case SchemaStep.DropProperty drop ->
          Optional.of(
              new Loss(drop.type().name(), drop.property().name(), rows(drop.type(), pins)));
      default -> Optional.empty();
    };
  }

  private static long rows(EntityType type, SortedMap<TableId, Pin> pins) {
    return Stream.ofNullable(pins.get(type.tableId())).mapToLong(Pin::rows).sum();
  }
}
