import com.oracle.svm.core.option.APIOption;
import com.oracle.svm.core.option.APIOptionGroup;
import com.oracle.svm.core.option.OptionUtils;
import com.oracle.svm.core.option.RuntimeOptionKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import jdk.graal.compiler.options.OptionDescriptor;
import jdk.graal.compiler.options.OptionDescriptors;

/**
 * The documented options of native-image, such as {@code --initialize-at-run-time=…}. The builder
 * declares them as annotations on its own options, such as {@code
 * -H:ClassInitialization=…:run_time}.
 */
final class ApiOptions {
  /**
   * @param builder the builder's option, up to and with the equals sign where it takes a value
   * @param takesValue whether a value may follow
   * @param fallback the value where none is given, or null
   * @param separators what may stand before a value
   */
  private record Option(
      String builder,
      boolean takesValue,
      String fallback,
      String separators,
      List<Function<Object, Object>> conversions) {
    String with(String value) {
      Object converted = value;
      for (Function<Object, Object> conversion : conversions) {
        converted = conversion.apply(converted);
      }
      return builder + converted;
    }

    String withoutValue() {
      return fallback == null ? builder : with(fallback);
    }

    boolean separates(char c) {
      return separators.indexOf(c) >= 0;
    }
  }

  /** By name, the longest first: of two names that an option begins with, the longer is meant. */
  private final Map<String, Option> options =
      new TreeMap<>(
          Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

  ApiOptions() throws ReflectiveOperationException {
    ApiOptions.class.getModule().addUses(OptionDescriptors.class);
    for (OptionDescriptors descriptors :
        ServiceLoader.load(ModuleLayer.boot(), OptionDescriptors.class)) {
      for (OptionDescriptor descriptor : descriptors) {
        for (APIOption declared : OptionUtils.getAnnotationsByType(descriptor, APIOption.class)) {
          add(descriptor, declared);
        }
      }
    }
  }

  private void add(OptionDescriptor descriptor, APIOption declared)
      throws ReflectiveOperationException {
    Class<?> type = descriptor.getOptionValueType();
    boolean isSwitch = type == Boolean.class || type == Boolean[].class;
    String prefix = descriptor.getOptionKey() instanceof RuntimeOptionKey<?> ? "-R:" : "-H:";
    String sign = declared.kind() == APIOption.APIOptionKind.Negated ? "-" : "+";
    String builder =
        isSwitch ? prefix + sign + descriptor.getName() : prefix + descriptor.getName() + "=";
    List<Function<Object, Object>> conversions = new ArrayList<>();
    for (Class<? extends Function<Object, Object>> conversion : declared.valueTransformer()) {
      conversions.add(make(conversion));
    }
    String fallback =
        isSwitch
            ? null
            : first(declared.fixedValue()).or(() -> first(declared.defaultValue())).orElse(null);
    Option option =
        new Option(
            builder,
            !isSwitch && declared.fixedValue().length == 0,
            fallback,
            new String(declared.valueSeparator()),
            conversions);
    for (String name : declared.name()) {
      boolean grouped = isSwitch && declared.group() != APIOption.NullGroup.class;
      String group =
          grouped ? APIOption.Utils.groupName((APIOptionGroup) make(declared.group())) : "";
      options.put(grouped ? group + name : APIOption.Utils.optionName(name), option);
    }
  }

  private static Optional<String> first(String[] values) {
    return values.length == 0 ? Optional.empty() : Optional.of(values[0]);
  }

  private static <T> T make(Class<T> type) throws ReflectiveOperationException {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  /**
   * The builder's form of an option; takes the value from {@code rest} where it is a word of its
   * own.
   */
  String builderOption(String given, Iterator<String> rest) throws IOException {
    Option exact = options.get(given);
    if (exact != null) {
      if (!exact.takesValue) {
        return exact.withoutValue();
      }
      boolean follows = exact.separates(APIOption.WHITESPACE_SEPARATOR) && exact.fallback == null;
      return exact.with(follows ? rest.next() : exact.fallback == null ? "" : exact.fallback);
    }
    for (Map.Entry<String, Option> entry : options.entrySet()) {
      Option option = entry.getValue();
      if (!given.startsWith(entry.getKey()) || !option.takesValue) {
        continue;
      }
      String value = given.substring(entry.getKey().length());
      if (option.separates(APIOption.NO_SEPARATOR)) {
        return option.with(value);
      }
      if (option.separates(value.charAt(0))) {
        return option.with(value.substring(1));
      }
    }
    throw new IOException("Unknown option of native-image: " + given);
  }
}
