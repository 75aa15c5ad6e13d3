@NullMarked
package dev.omnigraph.cli.remote;

import org.jspecify.annotations.NullMarked;
