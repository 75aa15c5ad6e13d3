package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.schema.SchemaPlan;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What would lead to another schema. */
@Schema(name = "SchemaPlan")
public record SchemaPlanResult(
    @Schema(description = "Whether it can be applied: no step is refused") boolean supported,
    @Schema(description = "In order; empty when there is nothing to do") List<Step> steps) {

  public static SchemaPlanResult of(SchemaPlan plan) {
    return new SchemaPlanResult(plan.isSupported(), plan.steps().stream().map(Step::of).toList());
  }

  /** One step, and why it cannot be done if it cannot. */
  @Schema(name = "SchemaStep")
  public record Step(
      @Schema(examples = "add_property") String step,
      @Schema(examples = "Person") String type,
      @Schema(examples = "add Person.age: I32?") String summary,
      @Nullable Refusal refusal,
      @Schema(description = "What may be meant instead") @Nullable String hint) {
    static Step of(SchemaPlan.Planned planned) {
      return new Step(
          planned.step().code(),
          planned.step().subject(),
          planned.step().summary(),
          planned.refusal() == null ? null : Refusal.of(planned.refusal()),
          planned.hint());
    }
  }

  /** Why a step cannot be done, and what can be done instead. */
  @JsonNaming(SnakeCaseStrategy.class)
  @Schema(name = "SchemaRefusal")
  public record Refusal(
      @Schema(examples = "enum_narrowed") String code, String reason, String wayOut) {
    static Refusal of(SchemaPlan.Refusal refusal) {
      return new Refusal(refusal.code(), refusal.reason(), refusal.wayOut());
    }
  }
}
