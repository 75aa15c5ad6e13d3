package dev.omnigraph.store;

/**
 * Requests sent to the object store and bytes moved, as counted by the client.
 *
 * @param requests of every kind, failed ones included
 */
public record IoStats(long requests, long bytesRead, long bytesWritten) {
  public static final IoStats NONE = new IoStats(0, 0, 0);

  public IoStats plus(IoStats other) {
    return new IoStats(
        requests + other.requests, bytesRead + other.bytesRead, bytesWritten + other.bytesWritten);
  }

  public IoStats minus(IoStats other) {
    return new IoStats(
        requests - other.requests, bytesRead - other.bytesRead, bytesWritten - other.bytesWritten);
  }
}
