/**
 * What a cold start costs: starts each package as Lambda does, in the share of a machine that a
 * memory size has there, and compares the packages with each other within one run. Start at {@code
 * ColdStart}; {@code infra/coldstart} runs it. {@code Train} makes the AOT cache of the JVM
 * package.
 */
@NullMarked
package dev.omnigraph.coldstart;

import org.jspecify.annotations.NullMarked;
