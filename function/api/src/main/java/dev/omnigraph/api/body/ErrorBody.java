package dev.omnigraph.api.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.error.ErrorCode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one shape of every failure. Registered by hand for native executables: no method's return
 * type names it.
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorBody(
    String error, String code, @Nullable String nextStep, Map<String, Object> details) {

  /** With the next step that the code has. */
  public static ErrorBody of(ErrorCode code, String error, Map<String, Object> details) {
    return new ErrorBody(error, code.text(), code.nextStep(), details);
  }
}
