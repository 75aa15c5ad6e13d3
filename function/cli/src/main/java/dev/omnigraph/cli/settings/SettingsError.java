package dev.omnigraph.cli.settings;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What can be wrong with the configuration of the command line. */
public enum SettingsError implements ErrorCode {
  PROFILE_NOT_FOUND(
      ErrorKind.NOT_FOUND,
      "The configuration of the command line has no profile of that name.",
      "`omnigraph profile list` lists the profiles."),
  CONFIGURATION_UNREADABLE(
      ErrorKind.INVALID,
      "The configuration file of the command line cannot be read.",
      "Correct the file, or name another one in OMNIGRAPH_CONFIG."),
  SETTING_INVALID(
      ErrorKind.INVALID,
      "A setting of a profile is unknown, or has a value that it cannot have.",
      "The settings are graph, token_env, token_file, auth, region, branch and format."),
  TOKEN_MISSING(
      ErrorKind.INVALID,
      "A profile says where its token is, and there is none.",
      "Set the variable that the profile names, or write the token into the file."),
  TOKEN_INVALID(
      ErrorKind.INVALID,
      "A token has a character that a token cannot have, such as a line break or a blank.",
      "Set it to the token alone, in one line.");

  private final Entry entry;

  SettingsError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
