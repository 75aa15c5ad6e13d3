package dev.omnigraph.pages;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.protocol.check.FindingCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every code of the product, as its classes have it. */
final class Catalogue {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(location -> !location.contains("testkit"))
          .importPackages("dev.omnigraph");

  private Catalogue() {}

  /** The enums of codes, in the order of their names. */
  static List<Class<?>> enums() {
    return PRODUCT.stream()
        .filter(type -> type.isEnum() && type.isAssignableTo(ErrorCode.class))
        .map(JavaClass::reflect)
        .sorted((a, b) -> a.getSimpleName().compareTo(b.getSimpleName()))
        .<Class<?>>map(type -> type)
        .toList();
  }

  static Stream<ErrorCode> codes(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(ErrorCode.class::cast);
  }

  static Stream<ErrorCode> codes() {
    return enums().stream().flatMap(Catalogue::codes);
  }

  /** Constants of codes and of findings that no other class reads. */
  static List<String> unused() {
    return PRODUCT.stream()
        .filter(
            type ->
                type.isEnum()
                    && (type.isAssignableTo(ErrorCode.class)
                        || type.isEquivalentTo(FindingCode.class)))
        .flatMap(type -> type.getFields().stream().filter(Catalogue::isConstant))
        .filter(
            constant ->
                constant.getAccessesToSelf().stream()
                    .allMatch(access -> access.getOriginOwner().equals(constant.getOwner())))
        .map(JavaField::getFullName)
        .sorted()
        .toList();
  }

  private static boolean isConstant(JavaField field) {
    return field.getRawType().equals(field.getOwner());
  }
}
