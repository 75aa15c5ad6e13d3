package dev.omnigraph.search.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Similar terms are those at the distance that is said of them, however they are looked for. */
class SimilarTermsTest {
  private static final List<String> ALPHABETS =
      List.of("ab", "abcdefgh", "aé東🙂", "z\u007f\u0080퟿𝒳");

  private final Random random = new Random(17);

  @Test
  void aWordIsNearWhenItsDistanceSaysSo() {
    for (int round = 0; round < 20_000; round++) {
      String alphabet = ALPHABETS.get(round % ALPHABETS.size());
      String word = word(alphabet, 9);
      String other = word(alphabet, 9);
      int edits = random.nextInt(Edits.MOST + 1);

      assertThat(new Edits(word, edits).reaches(other))
          .as("%s and %s, %d edits", word, other, edits)
          .isEqualTo(PlainTexts.distance(word, other) <= edits);
    }
  }

  @Test
  void amongTermsInOrderTheSameAreFoundAndABlockThatIsPassedOverHasNone() {
    for (int round = 0; round < 400; round++) {
      String alphabet = ALPHABETS.get(round % ALPHABETS.size());
      List<byte[]> terms = terms(alphabet, 300);
      int edits = random.nextInt(Edits.MOST + 1);
      List<String> words = List.of(word(alphabet, 8), word(alphabet, 8));
      List<String> near =
          terms.stream()
              .map(term -> new String(term, UTF_8))
              .filter(
                  term -> words.stream().anyMatch(word -> PlainTexts.distance(term, word) <= edits))
              .toList();
      SimilarTerms similar =
          new SimilarTerms(words.stream().map(word -> new Edits(word, edits)).toList());

      List<String> found = new ArrayList<>();
      int block;
      for (int start = 0; start < terms.size(); start += block) {
        block = Math.min(terms.size() - start, 1 + random.nextInt(5));
        int end = start + block;
        if (similar.mayBeBetween(terms.get(start), end < terms.size() ? terms.get(end) : null)) {
          found.addAll(found(similar, terms.subList(start, end)));
        }
      }

      assertThat(found(similar, terms)).as("%s, %d edits", words, edits).isEqualTo(near);
      assertThat(found).as("%s, %d edits", words, edits).isEqualTo(near);
    }
  }

  @Test
  void blocksOfADictionaryThatBeginOtherwiseArePassedOver() {
    List<byte[]> terms = terms("abcdefghijklmnopqrstuvwxyz", 20_000);
    int blocks = 0;
    int[] read = new int[2];
    for (int start = 0; start + 100 < terms.size(); start += 100) {
      blocks++;
      for (int edits = 0; edits < read.length; edits++) {
        SimilarTerms similar = new SimilarTerms(List.of(new Edits("vector", edits)));
        read[edits] += similar.mayBeBetween(terms.get(start), terms.get(start + 100)) ? 1 : 0;
      }
    }

    assertThat(read[0]).isOne();
    assertThat(read[1]).isBetween(1, blocks / 2);
  }

  private static List<String> found(SimilarTerms similar, List<byte[]> terms) {
    List<String> found = new ArrayList<>();
    byte[] before = {};
    for (byte[] term : terms) {
      int shared = before.length == 0 ? 0 : Arrays.mismatch(before, term);
      if (similar.has(term, term.length, shared)) {
        found.add(new String(term, UTF_8));
      }
      before = term;
    }
    return found;
  }

  /** In the order of their bytes, each once. */
  private List<byte[]> terms(String alphabet, int most) {
    return IntStream.range(0, most)
        .mapToObj(i -> word(alphabet, 8))
        .distinct()
        .map(term -> term.getBytes(UTF_8))
        .sorted(Arrays::compareUnsigned)
        .toList();
  }

  private String word(String alphabet, int most) {
    int[] points = alphabet.codePoints().toArray();
    return IntStream.rangeClosed(0, random.nextInt(most))
        .map(i -> points[random.nextInt(points.length)])
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
