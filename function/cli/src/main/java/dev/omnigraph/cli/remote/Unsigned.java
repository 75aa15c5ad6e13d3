package dev.omnigraph.cli.remote;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it is sent, before who calls is proven. */
record Unsigned(String method, URI uri, Map<String, String> headers, @Nullable Content content) {}
