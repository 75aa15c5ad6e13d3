package dev.omnigraph.exec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Execution knows views, whoever makes them, and its own packages depend one way. */
class ExecutionArchitectureTest {
  private static final JavaClasses EXECUTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.omnigraph.plan", "dev.omnigraph.exec");

  @Test
  void executionWasImported() {
    assertThat(EXECUTION).hasSizeGreaterThan(30);
  }

  @Test
  void executionDoesNotKnowTheProtocol() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.omnigraph.commit..", "dev.omnigraph.manifest..", "dev.omnigraph.protocol..")
        .check(EXECUTION);
  }

  @Test
  void packagesDependOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.omnigraph.plan..", "dev.omnigraph.exec..")
        .layer("plan")
        .definedBy("dev.omnigraph.plan")
        .layer("memory")
        .definedBy("dev.omnigraph.exec.memory")
        .layer("kernel")
        .definedBy("dev.omnigraph.exec.kernel")
        .layer("exec")
        .definedBy("dev.omnigraph.exec")
        .whereLayer("plan")
        .mayNotAccessAnyLayer()
        .whereLayer("memory")
        .mayNotAccessAnyLayer()
        .whereLayer("kernel")
        .mayOnlyAccessLayers("memory")
        .whereLayer("exec")
        .mayNotBeAccessedByAnyLayer()
        .check(EXECUTION);
  }
}
