package dev.omnigraph;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.SchemaStep;
import dev.omnigraph.table.Pin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What would lead a branch to another schema, and what that costs it.
 *
 * @param losses what is there now and would not be any more, in the order of the steps
 */
public record SchemaPlanAnswer(SchemaPlan plan, List<Loss> losses) {
  public SchemaPlanAnswer {
    losses = List.copyOf(losses);
  }

  /**
   * A type that goes with its rows, or a property that goes with its values.
   *
   * @param property null when the whole type goes
   * @param rows of the type, whether or not they have a value
   */
  public record Loss(String type, @Nullable String property, long rows) {}

  static SchemaPlanAnswer of(SchemaPlan plan, BranchView view) {
    return new SchemaPlanAnswer(
        plan,
        plan.steps().stream()
            .map(SchemaPlan.Planned::step)
            .flatMap(step -> loss(step, view).stream())
            .toList());
  }

  private static Optional<Loss> loss(SchemaStep step, BranchView view) {
    return switch (step) {
      case SchemaStep.DropType drop ->
          Optional.of(new Loss(drop.type().name(), null, rows(drop.type(), view)));
      case SchemaStep.DropProperty drop ->
          Optional.of(
              new Loss(drop.type().name(), drop.property().name(), rows(drop.type(), view)));
      default -> Optional.empty();
    };
  }

  private static long rows(EntityType type, BranchView view) {
    return Stream.ofNullable(view.pins().get(type.tableId())).mapToLong(Pin::rows).sum();
  }
}
