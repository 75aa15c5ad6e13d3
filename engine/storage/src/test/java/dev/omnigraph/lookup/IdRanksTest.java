package dev.omnigraph.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.derived.DerivedUnusable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IdRanksTest {
  private static final long PLENTY = 64L << 20;

  @Test
  void anIdsRankIsItsPlaceInTheOrderOfBytes() {
    Random random = new Random(5);
    TreeSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
    for (String id : List.of("", "a", "aa", "a\u0000", "ab", "é", "€", "\uD83D\uDE00", "Z")) {
      sorted.add(id.getBytes(UTF_8));
    }
    for (int i = 0; i < 20_000; i++) {
      String letters = random.nextBoolean() ? "ab" : "person-0123456789é";
      StringBuilder id = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        id.append(letters.charAt(random.nextInt(letters.length())));
      }
      sorted.add(id.toString().getBytes(UTF_8));
    }
    List<byte[]> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, random);
    IdRanks ids = new IdRanks(PLENTY);
    // A longer array than the id, as whoever reads a batch has it.
    shuffled.forEach(id -> ids.add(Arrays.copyOf(id, id.length + 3), id.length));

    ids.sort();

    assertThat(ids.size()).isEqualTo(sorted.size());
    KeySet.Builder keys = new KeySet.Builder();
    int rank = 0;
    for (byte[] id : sorted) {
      assertThat(ids.rank(id, id.length)).isEqualTo(rank);
      assertThat(ids.id(rank)).isEqualTo(id);
      assertThat(ids.rank(Arrays.copyOf(id, id.length + 30), id.length + 30)).isNegative();
      keys.add(id);
      rank++;
    }
    assertThat(ids.keys()).isEqualTo(keys.build());
  }

  @Test
  void aSetWithoutIdsHasNone() {
    IdRanks ids = new IdRanks(PLENTY);
    ids.sort();

    assertThat(ids.rank(new byte[] {1}, 1)).isNegative();
    assertThat(ids.keys()).isEqualTo(new KeySet.Builder().build());
  }

  @Test
  void whatDoesNotFitTheMemoryIsRefused() {
    IdRanks ids = new IdRanks(3 << 20);
    byte[] id = new byte[1000];

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 5000; i++) {
                ids.add(id, id.length);
              }
            })
        .isInstanceOf(DerivedUnusable.class)
        .hasMessageContaining("memory");
    assertThat(ids.bytes()).isLessThanOrEqualTo(4 << 20);
    assertThatThrownBy(() -> ids.add(new byte[70_000], 70_000)).isInstanceOf(DerivedUnusable.class);
  }
}
