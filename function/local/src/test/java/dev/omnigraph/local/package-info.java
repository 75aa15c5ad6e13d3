@NullMarked
package dev.omnigraph.local;

import org.jspecify.annotations.NullMarked;
