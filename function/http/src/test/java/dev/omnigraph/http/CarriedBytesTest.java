package dev.omnigraph.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CarriedBytesTest {

  @Test
  void bytesAreCountedAsAJsonStringHasThem() {
    CarriedBytes bytes = new CarriedBytes(true);
    byte[] text = "a\"\\\n\u0001é".getBytes(StandardCharsets.UTF_8);

    bytes.write(text, 0, text.length);

    assertThat(bytes.length()).isEqualTo(1 + 2 + 2 + 2 + 6 + 2);
  }

  @Test
  void bytesThatAreNotTextAreCountedAsBase64HasThem() {
    CarriedBytes bytes = new CarriedBytes(false);

    bytes.write(new byte[4], 0, 4);

    assertThat(bytes.length()).isEqualTo(8);
  }
}
