package dev.omnigraph.embed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How texts are asked about, and vectors are answered, in the terms of one kind of server. */
interface Provider extends Caller.Answers {
  /** The most texts that one request carries. */
  int batch();

  /** The most characters that one text may have; no fewer than any text needs by default. */
  default int longestText() {
    return Integer.MAX_VALUE;
  }

  /**
   * A request for the vectors of texts.
   *
   * @param texts at most as many as {@link #batch}
   * @param isQuery whether others are searched by the text
   */
  Message request(List<String> texts, int dimension, boolean isQuery);

  /**
   * The vectors of an answer, in the order of the texts.
   *
   * @return one JSON array of numbers for each text, as far as the answer has them
   */
  List<JsonNode> vectors(JsonNode answer);
}
