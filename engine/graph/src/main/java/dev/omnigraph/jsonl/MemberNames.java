package dev.omnigraph.jsonl;

import java.util.Collection;

/** Names of an object's members, found fastest in the order in which they came before. */
final class MemberNames {
  private final byte[][] names;

  /** With quotes and a colon, as they are nearly always written. */
  private final byte[][] written;

  /** By name, the one that came after it last. */
  private final int[] following;

  private int last;

  MemberNames(Collection<String> names) {
    this.names = names.stream().map(PlainJson::utf8).toArray(byte[][]::new);
    this.written =
        names.stream().map(name -> PlainJson.utf8("\"" + name + "\":")).toArray(byte[][]::new);
    this.following = new int[written.length];
  }

  /** Takes a name and its colon; the number of the name, or -1. */
  int take(PlainJson json) {
    int expected = following[last];
    if (json.takes(written[expected])) {
      last = expected;
      return expected;
    }
    int found = json.next() == '"' && json.text() ? find(json) : -1;
    if (found < 0 || json.next() != ':') {
      return -1;
    }
    following[last] = found;
    last = found;
    return found;
  }

  private int find(PlainJson json) {
    for (int i = 0; i < names.length; i++) {
      if (json.isText(names[i])) {
        return i;
      }
    }
    return -1;
  }
}
