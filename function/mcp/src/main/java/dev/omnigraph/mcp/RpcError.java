package dev.omnigraph.mcp;

/** What JSON-RPC has codes for. */
enum RpcError {
  PARSE(-32700),
  REQUEST(-32600),
  METHOD(-32601),
  PARAMS(-32602),
  INTERNAL(-32603);

  private final int code;

  RpcError(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
