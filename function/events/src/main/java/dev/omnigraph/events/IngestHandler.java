package dev.omnigraph.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.inject.Named;
import java.io.InputStream;
import java.io.OutputStream;

/** The ingest function. */
@Named("ingest")
public class IngestHandler implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {
    throw new UnsupportedOperationException();
  }
}
