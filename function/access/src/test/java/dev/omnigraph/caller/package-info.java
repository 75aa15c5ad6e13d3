@NullMarked
package dev.omnigraph.caller;

import org.jspecify.annotations.NullMarked;
