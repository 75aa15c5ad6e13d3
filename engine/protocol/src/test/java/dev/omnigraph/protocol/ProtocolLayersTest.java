package dev.omnigraph.protocol;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The machinery is a ladder: each package uses those before it, and the contract none of it. */
class ProtocolLayersTest {
  private static final List<String> LADDER =
      List.of(
          "manifest",
          "commit",
          "protocol.object",
          "protocol.log",
          "protocol.history",
          "protocol.recover",
          "protocol.write",
          "protocol.branch",
          "protocol.reclaim",
          "protocol.check",
          "protocol");

  private static final JavaClasses PROTOCOL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(
              "dev.omnigraph.manifest", "dev.omnigraph.commit", "dev.omnigraph.protocol");

  @Test
  void eachPackageUsesOnlyThoseBeforeIt() {
    LayeredArchitecture ladder =
        layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(
                "dev.omnigraph.manifest", "dev.omnigraph.commit", "dev.omnigraph.protocol..");
    for (String step : LADDER) {
      ladder = ladder.layer(step).definedBy("dev.omnigraph." + step);
    }
    List<String> before = new ArrayList<>();
    for (String step : LADDER) {
      ladder =
          before.isEmpty()
              ? ladder.whereLayer(step).mayNotAccessAnyLayer()
              : ladder.whereLayer(step).mayOnlyAccessLayers(before.toArray(String[]::new));
      before.add(step);
    }

    ladder.check(PROTOCOL);
  }

  @Test
  void everyPackageIsOnTheLadder() {
    assertThat(PROTOCOL.stream().map(type -> type.getPackageName()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            LADDER.stream().map(step -> "dev.omnigraph." + step).toList());
  }
}
