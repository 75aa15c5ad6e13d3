@NullMarked
package dev.omnigraph.events;

import org.jspecify.annotations.NullMarked;
