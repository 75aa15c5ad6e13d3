package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Failures;
import dev.omnigraph.id.BranchName;
import java.util.regex.Pattern;

/** What branches may be called. */
public final class BranchNames {
  private static final int LONGEST = 200;
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

  private BranchNames() {}

  /** Refuses names that could not be an object's, and those of the system. */
  public static void check(BranchName name) {
    if (name.text().startsWith("_")) {
      throw Failures.badBranchName(name, "names that start with '_' are the system's");
    }
    if (name.text().length() > LONGEST) {
      throw Failures.badBranchName(name, "it is longer than " + LONGEST + " characters");
    }
    if (!FORM.matcher(name.text()).matches()) {
      throw Failures.badBranchName(name, "it has a character or an empty part that is not allowed");
    }
    // On a file store a folder of that name would collide with another branch's object.
    if (name.text().contains(".json/") || name.text().endsWith(".json")) {
      throw Failures.badBranchName(name, "no part of it may end with .json");
    }
  }

  public static void checkDeletable(BranchName name) {
    if (name.equals(BranchName.MAIN)) {
      throw Failures.protectedBranch(name, "deleted");
    }
    check(name);
  }
}
