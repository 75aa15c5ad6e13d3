@NullMarked
package dev.omnigraph.http;

import org.jspecify.annotations.NullMarked;
