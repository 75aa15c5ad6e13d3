package dev.omnigraph.mcp;

/** A message that is not answered with a result. */
final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RpcError error;

  RpcException(RpcError error, String message) {
    super(message);
    this.error = error;
  }

  RpcError error() {
    return error;
  }
}
