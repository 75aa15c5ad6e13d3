package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FoundTest {
  @Test
  void rowsOfFilesInAnyOrderComeInTheOrderOfTheirAddressesWithTheirScores() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      SortedMap<Long, Double> expected = new TreeMap<>();
      Found scored = new Found();
      Found plain = new Found();
      for (int file = random.nextInt(6); file > 0; file--) {
        // Rows of two files may come in turns, too.
        long address = (long) random.nextInt(1000) << 32;
        for (int rows = random.nextInt(9000); rows > 0; rows--) {
          address += 1 + random.nextInt(9) + (random.nextInt(2000) == 0 ? 5L << 32 : 0);
          if (expected.putIfAbsent(address, random.nextDouble()) == null) {
            scored.add(address, expected.get(address));
            plain.add(address);
          }
        }
      }

      long[] addresses = expected.keySet().stream().mapToLong(Long::longValue).toArray();
      double[] scores = expected.values().stream().mapToDouble(Double::doubleValue).toArray();
      assertThat(scored.hits().addresses()).isEqualTo(addresses);
      assertThat(scored.hits().scores()).isEqualTo(scores);
      assertThat(plain.hits().addresses()).isEqualTo(addresses);
      assertThat(plain.hits().scores()).isEmpty();
    }
  }
}
