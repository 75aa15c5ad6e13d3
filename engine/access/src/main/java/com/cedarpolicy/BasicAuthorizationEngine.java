package com.cedarpolicy;

/** The entry of Cedar's native library. */
public final class BasicAuthorizationEngine {
  private BasicAuthorizationEngine() {}

  /**
   * Runs an operation in a thread of the library.
   *
   * @param input its arguments as JSON
   * @return its answer as JSON, or a text when it panicked
   */
  public static native String callCedarJNI(String operation, String input);
}
