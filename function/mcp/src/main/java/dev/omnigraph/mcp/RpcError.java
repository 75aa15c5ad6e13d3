package dev.omnigraph.mcp;

/** What JSON-RPC has codes for, and the Model Context Protocol beside it. */
enum RpcError {
  PARSE(-32700),
  REQUEST(-32600),
  METHOD(-32601),
  PARAMS(-32602),
  INTERNAL(-32603),
  /** Headers of HTTP say otherwise than the message. */
  HEADERS(-32020),
  /** The version of the protocol. */
  VERSION(-32022);

  private final int code;

  RpcError(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
