package dev.omnigraph.cli;

import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import software.amazon.awssdk.core.util.VersionInfo;

/** The version that the build has written into the archive, and what runs it. */
final class Version implements IVersionProvider {
  private static final String UNKNOWN = "(not packaged)";

  @Override
  public String[] getVersion() {
    return new String[] {"omnigraph " + own()};
  }

  /** Whether the program was packaged. */
  static boolean isKnown() {
    return !own().equals(UNKNOWN);
  }

  /** Of this program. */
  static String own() {
    return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), UNKNOWN);
  }

  /** Of this program and of what it is made of, by name. */
  static SequencedMap<String, String> parts() {
    SequencedMap<String, String> parts = new LinkedHashMap<>();
    parts.put("omnigraph", own());
    parts.put("runtime", runtime());
    parts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    parts.put("aws-sdk", VersionInfo.SDK_VERSION);
    parts.put("picocli", CommandLine.VERSION);
    return parts;
  }

  /** A native executable, or a Java machine. */
  static String runtime() {
    String java = System.getProperty("java.version");
    return System.getProperty("org.graalvm.nativeimage.imagecode") == null
        ? "Java " + java
        : "native executable of Java " + java;
  }
}
