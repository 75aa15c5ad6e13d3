@NullMarked
package dev.omnigraph.api;

import org.jspecify.annotations.NullMarked;
