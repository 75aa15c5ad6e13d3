package dev.omnigraph.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build has written into the archive. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"omnigraph " + Objects.requireNonNullElse(version, "(not packaged)")};
  }
}
