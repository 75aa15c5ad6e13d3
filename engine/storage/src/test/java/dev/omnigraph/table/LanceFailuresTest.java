package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.StorageError;
import dev.omnigraph.store.StoreException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanceFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LanceError(IO): Generic S3 error: PUT /b/x503.lance - HTTP error: error sending request  | UNAVAILABLE
          Generic S3 error: Error getting list response body: HTTP error: request or response body error | UNAVAILABLE
          Server returned non-2xx status code: 503 Service Unavailable: <Code>SlowDown</Code>      | UNAVAILABLE
          Server returned non-2xx status code: 500 Internal Server Error                           | UNAVAILABLE
          The operation lacked the necessary privileges: non-2xx status code: 403 Forbidden        | FORBIDDEN
          Dataset at path g/_versions/d1.manifest was not found: status code: 404 Not Found        | GONE
          Error performing list request: 404 Not Found: <Code>NoSuchBucket</Code>                  | NOT_FOUND
          Dataset already exists: g/nodes/t                                                        | CONFLICT
          Invalid user input: something at data/5030429.lance, /workspace/rust/lance/src/x.rs:1:2  | INTERNAL
          """)
  void theMessageDecidesTheKindAndIsNotShown(String message, ErrorKind kind) {
    GraphException failure = LanceFailures.translate("do it", new IOException(message));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.getMessage()).startsWith("Could not do it").doesNotContain("rust", ".lance");
  }

  @Test
  void theObjectThatAMessageIsAboutIsNamedAndNothingElseOfIt() {
    String data = "nodes/01KX-1/data/0111b0c6.lance";
    GraphException missing =
        LanceFailures.translate(
            "read", new IOException("Object at location /home/u/g/" + data + " not found: x.rs:1"));
    GraphException broken =
        LanceFailures.translate(
            "read", new IOException("invalid page in s3://b/g/edges/01KX-2/_indices/a-b/page.idx"));

    assertThat(missing.getMessage()).contains(data).doesNotContain("home", "x.rs");
    assertThat(missing.details()).containsEntry("object", data);
    assertThat(broken.getMessage()).contains(" edges/01KX-2/_indices/a-b/page.idx.");
    assertThat(broken.nextStep()).contains("repair --deep");
  }

  @Test
  void aFullDiskIsSaidToBeFull() {
    assertThat(
            LanceFailures.translate(
                "write", new IOException("LanceError(IO): No space left on device (os error 28)")))
        .isInstanceOf(StoreException.Full.class);
  }

  @Test
  void aLibraryThatDoesNotLoadSaysWhyEvenTheSecondTime() {
    NoClassDefFoundError again = new NoClassDefFoundError("Could not initialize class");
    again.initCause(new ExceptionInInitializerError("x"));
    UnsatisfiedLinkError first = new UnsatisfiedLinkError("There is no library for this platform.");

    assertThatThrownBy(
            () ->
                LanceFailures.guardAction(
                    "start",
                    () -> {
                      throw first;
                    }))
        .isInstanceOf(GraphException.class)
        .hasMessage("There is no library for this platform.");
    assertThatThrownBy(
            () ->
                LanceFailures.guardAction(
                    "start",
                    () -> {
                      throw again;
                    }))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("native_library"));
  }

  @Test
  void theEnginesOwnFailuresPassThrough() {
    GraphException own = GraphException.of(StorageError.TABLE_MISUSE, "Mine.").build();
    assertThatThrownBy(
            () ->
                LanceFailures.guardAction(
                    "do it",
                    () -> {
                      throw own;
                    }))
        .isSameAs(own);
  }
}
