@NullMarked
package dev.omnigraph.wire;

import org.jspecify.annotations.NullMarked;
