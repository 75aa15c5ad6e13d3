package dev.omnigraph.commit;

import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ManifestState;

/** A live branch and the newest state of its log. */
public record BranchHead(BranchObject branch, ManifestState state) {}
