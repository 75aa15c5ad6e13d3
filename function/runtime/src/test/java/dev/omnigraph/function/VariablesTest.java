package dev.omnigraph.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The keys of the configuration, the variables that are known, and the page are one list. */
class VariablesTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `OMNIGRAPH_([^`]+)` \\|[^|]+\\| ([^|]+) \\|");

  @Test
  void aMisspeltVariableIsToldWithTheOneThatWasMeant() {
    assertThat(Variables.unknown(List.of("OMNIGRAPH_ROOT", "OMNIGRAPH_TIME_RESRVE", "PATH")))
        .containsExactly(
            "OMNIGRAPH_TIME_RESRVE is set, but there is no such setting."
                + " Did you mean OMNIGRAPH_TIME_RESERVE?");
  }

  @Test
  void tokensOfActorsAreKnown() {
    assertThat(Variables.unknown(List.of("OMNIGRAPH_LOCAL_TOKENS_ADA"))).isEmpty();
  }

  @Test
  void everyKeyIsKnownAndDocumentedWithItsDefault() throws IOException {
    Map<String, Property> keys = keys();
    Map<String, String> documented = documented();
    documented.remove(Variables.TOKENS + "{ACTOR}");

    assertThat(Variables.NAMES).containsExactlyInAnyOrderElementsOf(keys.keySet());
    assertThat(documented).containsOnlyKeys(keys.keySet());
    assertThat(keys)
        .allSatisfy(
            (name, key) -> {
              if (key.hasDefaultValue()) {
                assertThat(documented).containsEntry(name, '`' + key.getDefaultValue() + '`');
              }
            });
  }

  /** All but the map of tokens, whose keys are the deployment's. */
  private static Map<String, Property> keys() {
    return ConfigMappings.getProperties(ConfigClass.configClass(OmnigraphConfig.class))
        .entrySet()
        .stream()
        .filter(key -> key.getValue().isLeaf() || key.getValue().isPrimitive())
        // A list is one variable.
        .filter(key -> !key.getKey().endsWith("[*]"))
        .collect(Collectors.toMap(key -> variable(key.getKey()), Map.Entry::getValue));
  }

  private static String variable(String key) {
    return key.replaceFirst("^omnigraph\\.", "").replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static Map<String, String> documented() throws IOException {
    return ROW.matcher(Files.readString(Path.of("../../docs/run/functions.md")))
        .results()
        .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
  }
}
