package dev.omnigraph.schema;

import java.util.List;

/**
 * One difference between two schemas, as something to do. Types and properties are as the desired
 * schema has them, and as the accepted one has them where they are dropped.
 */
public sealed interface SchemaStep {

  /** The name of the type or interface that it is about. */
  String subject();

  /** What it does, for people: one line without a full stop. */
  default String summary() {
    return SchemaStepText.of(this);
  }

  /** Stable, lower snake case: {@code add_property}. */
  default String code() {
    return SchemaStepText.code(this);
  }

  /** A type that was not there, with an empty table of its own. */
  record AddType(EntityType type) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /**
   * A type goes, with its data.
   *
   * @param hard whether earlier commits lose the data too
   */
  record DropType(EntityType type, boolean hard) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Ids and data stay. */
  record RenameType(EntityType before, EntityType type) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Its default, or null, in every row that is there. */
  record AddProperty(EntityType type, Property property) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /**
   * A property goes, with its values.
   *
   * @param hard whether earlier commits lose the values too
   */
  record DropProperty(EntityType type, Property property, boolean hard) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** The values stay. */
  record RenameProperty(EntityType type, Property before, Property property) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Of an enumeration: rows keep it under its new name, so the column is written anew. */
  record RenameValue(EntityType type, Property property, String before, String value)
      implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /**
   * Supported where the new type has all values of the old one, stored alike as in an enumeration
   * of more values, or wider: then the column is written anew.
   */
  record ChangeType(EntityType type, Property before, Property property) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Supported from required to nullable, and back where every entity has a value. */
  record ChangeNullability(EntityType type, Property property) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** The next upkeep builds it; until then answers are the same without it. */
  record AddIndex(EntityType type, Property property) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** It is not kept up any longer. */
  record DropIndex(EntityType type, Property property) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** The same index, of texts that are analyzed or vectors that are measured in another way. */
  record ChangeIndex(EntityType type, Property before, Property property) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /**
   * Another model, another source, or the first or none. Where another one makes them, vectors that
   * are there are cleared, if the property may be null; they stay otherwise.
   */
  record ChangeEmbedding(EntityType type, Property before, Property property)
      implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Supported where the rows keep it; they are read unless every state must keep it. */
  record AddConstraint(EntityType type, Constraint constraint) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Later writes need not keep it; never a key. */
  record DropConstraint(EntityType type, Constraint constraint) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Never supported: ids are made of the key; either side may be empty. */
  record ChangeKey(EntityType type, List<String> before, List<String> after) implements SchemaStep {
    public ChangeKey {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Supported where it allows all that the accepted one allows, or all that is there. */
  record ChangeCardinality(EdgeType before, EdgeType type) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /** Never supported: the edges that are there lead between other nodes. */
  record ChangeEndpoints(EdgeType before, EdgeType type) implements SchemaStep {
    @Override
    public String subject() {
      return type.name();
    }
  }

  /**
   * Annotations without effect on data.
   *
   * @param property name, or empty for those of the type itself
   */
  record ChangeAnnotations(String subject, String property) implements SchemaStep {}

  /** An interface is declared, changed or gone, or a type implements others; data stays. */
  record ChangeInterfaces(String subject) implements SchemaStep {}
}
