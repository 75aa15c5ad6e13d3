package dev.omnigraph.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobPart;
import dev.omnigraph.error.GraphException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobHeadersTest {

  @Test
  void oneRangeOfBytesIsAPart() {
    assertThat(BlobHeaders.part("bytes=0-0")).isEqualTo(new BlobPart.Span(0, 0));
    assertThat(BlobHeaders.part(" bytes=5-99 ")).isEqualTo(new BlobPart.Span(5, 99));
    assertThat(BlobHeaders.part("bytes=5-")).isEqualTo(BlobPart.Span.from(5));
    assertThat(BlobHeaders.part("bytes=-5")).isEqualTo(new BlobPart.Last(5));
    assertThat(BlobHeaders.part("bytes=-0")).isEqualTo(new BlobPart.Last(0));
    assertThat(BlobHeaders.part(null)).isEqualTo(new BlobPart.Whole());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=9-5",
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=0-99999999999999999999",
        "bytes 0-1"
      })
  void whatIsNoSingleRangeOfBytesIsIgnored(String range) {
    assertThat(BlobHeaders.part(range)).isEqualTo(new BlobPart.Whole());
  }

  @Test
  void entityTagsAreDigests() {
    assertThat(BlobHeaders.condition(null, null)).isEqualTo(BlobCondition.NONE);
    assertThat(BlobHeaders.condition("\"a\"", "W/\"b\" , \"c\""))
        .isEqualTo(new BlobCondition(List.of("a"), List.of("b", "c")));
    assertThat(BlobHeaders.condition("*", " * "))
        .isEqualTo(new BlobCondition(List.of("*"), List.of("*")));
    assertThat(BlobHeaders.condition("W/\"a\"", "\"*\""))
        .as("a weak tag is not the content, and a star in quotes is not the star")
        .isEqualTo(new BlobCondition(List.of(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\"a", "\"a\" \"b\"", "\"a\",", "*, \"a\"", "01K9GZ-7"})
  void whatIsNoListOfEntityTagsIsRefused(String tags) {
    assertThatThrownBy(() -> BlobHeaders.condition(tags, null))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("invalid_entity_tag"));
    assertThatThrownBy(() -> BlobHeaders.condition(null, tags))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("invalid_entity_tag"));
  }
}
