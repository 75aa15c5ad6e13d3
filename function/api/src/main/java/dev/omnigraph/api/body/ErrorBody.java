package dev.omnigraph.api.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The one shape of every failure. Registered by hand for native executables: no method's return
 * type names it.
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Error")
public record ErrorBody(
    @Schema(description = "What went wrong and where, for people") String error,
    @Schema(description = "Stable, lower snake case, for programs", examples = "key_conflict")
        String code,
    @Schema(description = "What to do next; absent when there is nothing to do")
        @Nullable String nextStep,
    Map<String, Object> details) {}
