package dev.omnigraph.store;

/** What is asked of S3, and the right it takes. */
enum S3Action {
  READ("read", "s3:GetObject (and s3:ListBucket, without which S3 calls absent objects forbidden)"),
  WRITE("write", "s3:PutObject"),
  DELETE("delete", "s3:DeleteObject"),
  LIST("list", "s3:ListBucket");

  private final String verb;
  private final String right;

  S3Action(String verb, String right) {
    this.verb = verb;
    this.right = right;
  }

  String verb() {
    return verb;
  }

  String right() {
    return right;
  }
}
