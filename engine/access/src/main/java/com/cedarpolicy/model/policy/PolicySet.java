package com.cedarpolicy.model.policy;

import com.cedarpolicy.model.exception.InternalException;

/** Sets of policies that the native library keeps parsed, for the life of the process. */
public final class PolicySet {
  private PolicySet() {}

  /**
   * Parses on the calling thread.
   *
   * @param policies as JSON
   * @throws InternalException when they cannot be parsed
   */
  public static native void preparsePolicySetJni(String id, String policies);

  public static native void removeCachedPolicySetJni(String id);
}
