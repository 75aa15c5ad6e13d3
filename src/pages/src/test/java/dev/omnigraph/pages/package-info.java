@NullMarked
package dev.omnigraph.pages;

import org.jspecify.annotations.NullMarked;
