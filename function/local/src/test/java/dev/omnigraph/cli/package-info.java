@NullMarked
package dev.omnigraph.cli;

import org.jspecify.annotations.NullMarked;
