package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.call.PlanAnswer;
import dev.omnigraph.schema.SchemaPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would lead to another schema. */
public record SchemaPlanResult(boolean supported, List<Step> steps, List<Loss> losses) {

  public static SchemaPlanResult of(PlanAnswer answer) {
    return new SchemaPlanResult(
        answer.plan().isSupported(),
        answer.plan().steps().stream().map(Step::of).toList(),
        answer.losses().stream().map(Loss::of).toList());
  }

  /** A type that goes with its rows, or a property that goes with its values. */
  public record Loss(String type, @Nullable String property, long rows) {
    static Loss of(PlanAnswer.Loss loss) {
      return new Loss(loss.type(), loss.property(), loss.rows());
    }
  }

  /** One step, and why it cannot be done if it cannot. */
  public record Step(
      String step, String type, String summary, @Nullable Refusal refusal, @Nullable String hint) {
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
  public record Refusal(String code, String reason, String wayOut) {
    static Refusal of(SchemaPlan.Refusal refusal) {
      return new Refusal(refusal.code().text(), refusal.reason(), refusal.wayOut());
    }
  }
}
