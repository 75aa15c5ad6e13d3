package dev.omnigraph.protocol.log;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.object.ImmutableObjects;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Accepted schemas by hash. */
public final class Catalogs {
  private final Requests requests;
  private final ImmutableObjects immutable;

  public Catalogs(Requests requests, ImmutableObjects immutable) {
    this.requests = requests;
    this.immutable = immutable;
  }

  /** Stores a schema under its hash; nothing names it yet. */
  public void put(Seam seam, Catalog catalog) {
    requests.ensure(
        seam,
        ObjectKeys.schemaSource(catalog.hash()),
        catalog.source().getBytes(StandardCharsets.UTF_8));
    requests.ensure(seam, ObjectKeys.schemaCatalog(catalog.hash()), CatalogJson.encode(catalog));
  }

  /**
   * A schema's object, proven by the hash that it bears.
   *
   * @throws UnreadableObject naming the object
   */
  public static Catalog decode(SchemaHash hash, byte[] body) {
    String key = ObjectKeys.schemaCatalog(hash);
    if (!SchemaHash.of(body).equals(hash)) {
      throw UnreadableObject.corrupt(key, "its content has another hash than its name", null);
    }
    long format = CatalogJson.format(body);
    if (format != CatalogJson.FORMAT) {
      throw UnreadableObject.ofFormat(key, format, CatalogJson.FORMAT);
    }
    try {
      return CatalogJson.decode(body);
    } catch (GraphException e) {
      throw UnreadableObject.corrupt(key, "it is not a schema", e);
    }
  }

  public Catalog get(SchemaHash hash) {
    String key = ObjectKeys.schemaCatalog(hash);
    Optional<Catalog> known = immutable.find(key, Catalog.class);
    if (known.isPresent()) {
      return known.get();
    }
    StoredObject stored =
        requests.get(Seam.OPEN_SCHEMA, key).orElseThrow(() -> UnreadableObject.missing(key));
    Catalog catalog = decode(hash, stored.body());
    immutable.remember(key, catalog, stored.body().length);
    return catalog;
  }
}
