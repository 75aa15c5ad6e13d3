package dev.omnigraph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreLocationTest {
  @ParameterizedTest
  @CsvSource({
    "s3://my-bucket/graphs/one, my-bucket, graphs/one",
    "s3://my-bucket/graphs/one/, my-bucket, graphs/one",
    "s3://my-bucket/, my-bucket, ''",
    "S3://my-bucket, my-bucket, ''",
    "s3://my.bucket.name/a_b=c, my.bucket.name, a_b=c"
  })
  void anS3AddressIsABucketAndAPrefix(String text, String bucket, String prefix) {
    assertThat(StoreLocation.parse(text)).isEqualTo(new S3Location(bucket, prefix));
  }

  @Test
  void aFileAddressOrAPathIsAFolder() {
    assertThat(StoreLocation.parse("file:///data/my%20graph/"))
        .isEqualTo(new FolderLocation(Path.of("/data/my graph")));
    assertThat(StoreLocation.parse("file:/data")).isEqualTo(new FolderLocation(Path.of("/data")));
    assertThat(StoreLocation.parse("/data/../x")).isEqualTo(new FolderLocation(Path.of("/x")));
    assertThat(StoreLocation.parse("graphs/one"))
        .isEqualTo(new FolderLocation(Path.of("graphs/one").toAbsolutePath()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket/a/b", "s3://bucket", "file:///data/my%20graph"})
  void itsAddressReadsAsItself(String text) {
    assertThat(StoreLocation.parse(text).uri()).hasToString(text);
    assertThat(StoreLocation.parse(StoreLocation.parse(text).uri().toString()))
        .isEqualTo(StoreLocation.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "' ', it is empty",
    "s3://, names no bucket",
    "s3:///prefix, names no bucket",
    "s3://My_Bucket/x, not a bucket name",
    "s3://bucket//x, between single slashes",
    "s3://bucket/a/../b, and no",
    "s3://bucket/a b, takes letters",
    "gs://bucket/x, is not a known scheme",
    "https://bucket/x, is not a known scheme",
    "file://data/x, three slashes",
    "file:, not a valid address"
  })
  void whatIsWrongIsSaidAndHowItShouldLook(String text, String why) {
    assertThatThrownBy(() -> StoreLocation.parse(text))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e).hasMessageContaining(why);
              assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(e.nextStep()).contains("s3://bucket/prefix");
            });
  }
}
