@NullMarked
package dev.omnigraph.access;

import org.jspecify.annotations.NullMarked;
