package dev.omnigraph;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.Tables;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of docs/build/design.md that a compiler does not hold. */
class ArchitectureTest {
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("testkit"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.omnigraph");

  @Test
  void theEngineWasImported() {
    assertThat(ENGINE).hasSizeGreaterThan(50);
  }

  @Test
  void packagesDependOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.omnigraph..")
        .layer("front door")
        .definedBy("dev.omnigraph")
        .layer("error")
        .definedBy("dev.omnigraph.error")
        .layer("id")
        .definedBy("dev.omnigraph.id")
        .layer("store")
        .definedBy("dev.omnigraph.store")
        .layer("derived")
        .definedBy("dev.omnigraph.derived")
        .layer("search")
        .definedBy("dev.omnigraph.search..")
        .layer("embed")
        .definedBy("dev.omnigraph.embed")
        .layer("lookup")
        .definedBy("dev.omnigraph.lookup")
        .layer("manifest")
        .definedBy("dev.omnigraph.manifest")
        .layer("value")
        .definedBy("dev.omnigraph.value")
        .layer("schema")
        .definedBy("dev.omnigraph.schema")
        .layer("lang")
        .definedBy("dev.omnigraph.lang")
        .layer("schema language")
        .definedBy("dev.omnigraph.schema.lang")
        .layer("query")
        .definedBy("dev.omnigraph.query")
        .layer("query language")
        .definedBy("dev.omnigraph.query.lang")
        .layer("table")
        .definedBy("dev.omnigraph.table")
        .layer("view")
        .definedBy("dev.omnigraph.view")
        .layer("commit")
        .definedBy("dev.omnigraph.commit")
        .layer("protocol")
        .definedBy("dev.omnigraph.protocol..")
        .layer("plan")
        .definedBy("dev.omnigraph.plan")
        .layer("exec")
        .definedBy("dev.omnigraph.exec..")
        .layer("call")
        .definedBy("dev.omnigraph.call")
        .layer("row")
        .definedBy("dev.omnigraph.row")
        .layer("rule")
        .definedBy("dev.omnigraph.rule")
        .layer("mutate")
        .definedBy("dev.omnigraph.mutate")
        .layer("jsonl")
        .definedBy("dev.omnigraph.jsonl")
        .layer("export")
        .definedBy("dev.omnigraph.export")
        .layer("parquet")
        .definedBy("dev.omnigraph.parquet")
        .layer("blob")
        .definedBy("dev.omnigraph.blob")
        .layer("evolve")
        .definedBy("dev.omnigraph.evolve")
        .layer("access")
        .definedBy("dev.omnigraph.access", "com.cedarpolicy..")
        .layer("guard")
        .definedBy("dev.omnigraph.guard")
        .layer("stored")
        .definedBy("dev.omnigraph.stored")
        .layer("maintain")
        .definedBy("dev.omnigraph.maintain")
        .layer("fill")
        .definedBy("dev.omnigraph.fill")
        .whereLayer("front door")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("error")
        .mayNotAccessAnyLayer()
        .whereLayer("id")
        .mayNotAccessAnyLayer()
        .whereLayer("store")
        .mayOnlyAccessLayers("error", "id")
        .whereLayer("derived")
        .mayNotAccessAnyLayer()
        .whereLayer("search")
        .mayOnlyAccessLayers("error", "value", "schema", "derived")
        .whereLayer("embed")
        .mayOnlyAccessLayers("error", "value")
        .whereLayer("lookup")
        .mayOnlyAccessLayers("error", "id", "store", "derived")
        .whereLayer("manifest")
        // The fingerprints of files, which are data; a request for an object is refused below.
        .mayOnlyAccessLayers("error", "id", "store", "derived", "search", "lookup", "table")
        .whereLayer("lang")
        .mayOnlyAccessLayers("error", "value")
        .whereLayer("value")
        .mayOnlyAccessLayers("error")
        .whereLayer("schema")
        .mayOnlyAccessLayers("error", "id", "lang", "value")
        .whereLayer("schema language")
        .mayOnlyAccessLayers("error", "id", "lang", "value", "schema")
        .whereLayer("query")
        .mayOnlyAccessLayers("error", "id", "lang", "value", "schema")
        .whereLayer("query language")
        .mayOnlyAccessLayers("error", "id", "lang", "value", "schema", "schema language", "query")
        .whereLayer("table")
        .mayOnlyAccessLayers(
            "error", "id", "store", "derived", "search", "lookup", "value", "schema")
        .whereLayer("view")
        .mayOnlyAccessLayers("id", "value", "schema", "table")
        .whereLayer("commit")
        .mayOnlyAccessLayers("error", "id", "store", "value", "schema", "table", "view", "manifest")
        .whereLayer("protocol")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "store",
            "value",
            "schema",
            "derived",
            "search",
            "lookup",
            "table",
            "view",
            "manifest",
            "commit")
        .whereLayer("plan")
        .mayOnlyAccessLayers(
            "error", "id", "store", "value", "schema", "lang", "query", "table", "view")
        .whereLayer("exec")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "store",
            "value",
            "schema",
            "lang",
            "query",
            "query language",
            "derived",
            "search",
            "embed",
            "lookup",
            "table",
            "view",
            "plan")
        .whereLayer("call")
        .mayOnlyAccessLayers(
            "error", "id", "manifest", "value", "schema", "query", "table", "commit")
        .whereLayer("row")
        .mayOnlyAccessLayers("id", "manifest", "value", "schema", "table", "view")
        .whereLayer("rule")
        .mayOnlyAccessLayers(
            "error", "id", "manifest", "value", "schema", "table", "view", "commit", "row")
        .whereLayer("parquet")
        .mayOnlyAccessLayers("value")
        .whereLayer("mutate")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "store",
            "manifest",
            "value",
            "schema",
            "lang",
            "query",
            "table",
            "view",
            "commit",
            "plan",
            "exec",
            "query language",
            "call",
            "row",
            "rule")
        .whereLayer("jsonl")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "store",
            "manifest",
            "value",
            "schema",
            "lang",
            "table",
            "view",
            "commit",
            "call",
            "row",
            "rule",
            "parquet")
        .whereLayer("export")
        .mayOnlyAccessLayers(
            "error", "id", "store", "value", "schema", "lang", "table", "view", "commit", "call",
            "row", "parquet")
        .whereLayer("blob")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "manifest",
            "value",
            "schema",
            "lang",
            "derived",
            "search",
            "lookup",
            "table",
            "view",
            "commit",
            "call",
            "row",
            "rule")
        .whereLayer("evolve")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "store",
            "manifest",
            "value",
            "schema",
            "schema language",
            "table",
            "view",
            "commit",
            "call",
            "rule",
            "stored")
        .whereLayer("access")
        .mayOnlyAccessLayers("error", "lang", "value")
        .whereLayer("stored")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "manifest",
            "schema",
            "lang",
            "query",
            "query language",
            "view",
            "commit",
            "exec",
            "call",
            "row")
        .whereLayer("guard")
        .mayOnlyAccessLayers(
            "error", "id", "manifest", "schema", "table", "view", "commit", "protocol", "access")
        .whereLayer("maintain")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "store",
            "manifest",
            "value",
            "schema",
            "derived",
            "search",
            "lookup",
            "table",
            "view",
            "commit",
            "call")
        .whereLayer("fill")
        .mayOnlyAccessLayers(
            "error",
            "id",
            "manifest",
            "value",
            "schema",
            "embed",
            "table",
            "view",
            "commit",
            "call",
            "row",
            "rule")
        .withOptionalLayers(true)
        .check(ENGINE);
  }

  @Test
  void onlyTheTablePackageKnowsLance() {
    noClasses()
        .that()
        .resideInAPackage("dev.omnigraph..")
        .and()
        .resideOutsideOfPackage("dev.omnigraph.table")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.lance..")
        .check(ENGINE);
  }

  @Test
  void onlyTheS3StoreAndTheClientsOfModelsKnowTheAwsSdk() {
    noClasses()
        .that()
        .resideInAPackage("dev.omnigraph..")
        .and()
        .resideOutsideOfPackages("dev.omnigraph.store", "dev.omnigraph.embed")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(ENGINE);
  }

  /** So that every request of the protocol has the name of a seam. Tables' own files are theirs. */
  @Test
  void requestsOfTheProtocolGoThroughTheClassThatNamesTheirSeams() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.omnigraph.store", "dev.omnigraph.table")
        .and()
        .doNotHaveFullyQualifiedName("dev.omnigraph.protocol.object.Requests")
        .should()
        .callMethodWhere(
            target(owner(assignableTo(ObjectStore.class)))
                .and(target(nameMatching("get|create|replace|delete|list"))))
        .check(ENGINE);
  }

  @Test
  void requestsToTablesOfTheProtocolAreMadeByClassesThatNameTheirSeams() {
    classes()
        .that()
        .resideInAnyPackage("dev.omnigraph.commit", "dev.omnigraph.protocol..")
        .and(
            DescribedPredicate.describe(
                "send requests to tables",
                (JavaClass type) ->
                    type.getMethodCallsFromSelf().stream().anyMatch(ArchitectureTest::isOfTables)))
        .should()
        .callMethod(Seams.class, "at", Seam.class, String.class)
        .check(ENGINE);
  }

  @Test
  void everySeamIsPassedSomewhere() {
    Set<String> used =
        ENGINE.stream()
            .filter(type -> !type.isEquivalentTo(Seam.class))
            .flatMap(type -> type.getFieldAccessesFromSelf().stream())
            .filter(access -> access.getTargetOwner().isEquivalentTo(Seam.class))
            .map(access -> access.getTarget().getName())
            .collect(Collectors.toSet());

    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(Stream.of(Seam.values()).map(Enum::name).toList());
  }

  private static boolean isOfTables(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    String name = call.getTarget().getName();
    return (owner.equals(Tables.class.getName())
            && Set.of("create", "open", "contents").contains(name))
        || (owner.equals(Table.class.getName()) && name.equals("commit"));
  }

  @Test
  void theEngineKnowsNoFramework() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..")
        .check(ENGINE);
  }

  @Test
  void staticStateIsImmutable() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.omnigraph..")
        .should()
        .beFinal()
        .check(ENGINE);
    noFields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.omnigraph..")
        .should()
        .haveRawType(
            DescribedPredicate.describe(
                "a mutable collection, array of state or atomic",
                (JavaClass type) ->
                    type.getPackageName().startsWith("java.util.concurrent")
                        || type.isAssignableTo(java.util.HashMap.class)
                        || type.isAssignableTo(java.util.ArrayList.class)))
        .allowEmptyShould(true)
        .check(ENGINE);
  }

  /**
   * A native executable keeps what static fields hold when it is built: memory off the heap would
   * dangle and random sources would repeat themselves.
   */
  @Test
  void staticStateCanBeMadeWhenAnImageIsBuilt() {
    noFields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.omnigraph..")
        .should()
        .haveRawType(
            DescribedPredicate.describe(
                "of Arrow, of Lance or a random source",
                (JavaClass type) ->
                    type.getPackageName().startsWith("org.apache.arrow")
                        || type.getPackageName().startsWith("org.lance")
                        || type.isAssignableTo(java.util.random.RandomGenerator.class)))
        .allowEmptyShould(true)
        .check(ENGINE);
  }

  @Test
  void nothingReflects() {
    noClasses()
        .that()
        .resideInAPackage("dev.omnigraph..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "reflect",
                (JavaClass type) ->
                    type.getPackageName().equals("java.lang.reflect")
                        && !type.getSimpleName().equals("Array")))
        .check(ENGINE);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
        .check(ENGINE);
  }
}
