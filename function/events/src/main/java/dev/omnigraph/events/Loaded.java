package dev.omnigraph.events;

import dev.omnigraph.CallReport;
import dev.omnigraph.call.LoadAnswer;

/** What a load did, and what it took. */
record Loaded(LoadAnswer answer, CallReport report) {}
