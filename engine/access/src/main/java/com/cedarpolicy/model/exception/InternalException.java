package com.cedarpolicy.model.exception;

/** What the native library throws, by this name and constructor. */
public final class InternalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InternalException(String message) {
    super(message);
  }
}
