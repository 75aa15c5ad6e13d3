package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Computation;
import dev.omnigraph.plan.Conjuncts;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.EntityColumns;
import dev.omnigraph.plan.SearchName;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.JavaForm;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** Resolves expressions to columns of one relation. What it makes for that lives as long as it. */
final class RelationColumns implements Computation.Rows, AutoCloseable {
  private final Relation relation;
  private final FetchedEntities entities;
  private final ConstantValues arguments;
  private final QueryMemory memory;
  private final Map<Ints, Map<Ints, Ints>> composed = new IdentityHashMap<>();
  private final List<AutoCloseable> made = new ArrayList<>();

  RelationColumns(Relation relation, FetchedEntities entities, ConstantValues arguments) {
    this.relation = relation;
    this.entities = entities;
    this.arguments = arguments;
    this.memory = relation.memory();
  }

  Relation relation() {
    return relation;
  }

  /**
   * The column of a property, an id, an entity as a whole (by its identity) or a block, a constant,
   * or what is computed for all rows.
   */
  Operand operand(Expr expr) {
    return switch (expr) {
      case Expr.Prop prop -> column(prop.variable(), EntityColumns.name(prop));
      case Expr.Meta meta ->
          meta.field() == Expr.Meta.Field.TYPE && meta.variable().isEntity()
              ? typeName(meta.variable())
              : column(meta.variable(), EntityColumns.name(meta.field()));
      case Expr.Whole whole -> identity(whole.variable());
      case Expr.Search search -> column(search.variable(), SearchName.of(search));
      case Expr.Block block -> summary(block);
      case Expr.Fusion fusion -> summary(fusion);
      default ->
          ConstantValues.isConstant(expr)
              ? constant(arguments.constant(expr))
              : materialized(expr, computed(expr), null, relation.rows());
    };
  }

  private Operand summary(Expr value) {
    FetchedEntities.Summary summary = entities.of(value);
    return new Operand(summary.values(), relation.places(summary.slot()), false);
  }

  /**
   * A column of what is computed.
   *
   * @param chosen the rows that it is computed for; null for all
   */
  Operand materialized(
      Expr expr, IntFunction<@Nullable Object> values, @Nullable Ints chosen, int rows) {
    FieldVector vector =
        own(ArrowSchemas.field("computed", type(expr), true).createVector(memory.allocator()));
    Ints positions = own(new Ints(memory.allocator()));
    positions.growTo(rows, -1);
    vector.allocateNew();
    int count = chosen == null ? rows : chosen.size();
    for (int i = 0; i < count; i++) {
      int row = chosen == null ? i : chosen.get(i);
      ArrowValues.set(vector, i, values.apply(row));
      positions.set(row, i);
    }
    vector.setValueCount(count);
    return new Operand(vector, positions, false);
  }

  /** What a vector of its values is of; entities are listed by their numbers. */
  static PropertyType type(Expr expr) {
    return switch (expr.type()) {
      case ValueType.Value(var type, var nullable) -> type;
      case ValueType.Entities(var type) -> new PropertyType.ListOf(Scalar.I32);
      case ValueType.Entity(var type, var nullable) -> Scalar.STRING;
      case ValueType.Path(var nullable) -> Scalar.STRING;
      case ValueType.Null() -> Scalar.STRING;
    };
  }

  Operand column(Variable variable, String name) {
    return column(variable, name, relation.numbers(variable));
  }

  private Operand column(Variable variable, String name, Ints numbers) {
    VariableColumns bound = entities.of(variable);
    if (variable.type() instanceof NodeType && name.equals(ArrowSchemas.ID)) {
      return id(bound.nodes(), numbers);
    }
    VariableColumns.Fetched fetched = bound.column(name);
    boolean distinct = name.equals(variable.isEntity() ? ArrowSchemas.ID : EntityColumns.IDENTITY);
    Ints positions = fetched.positions() == null ? numbers : compose(numbers, fetched.positions());
    return new Operand(fetched.vector(), positions, distinct);
  }

  /** What an aggregate is computed of: of entities that are only told apart, their numbers. */
  Operand argument(Expr.Aggregate aggregate) {
    boolean counts = aggregate.function() == Expr.Aggregate.Function.COUNT && !aggregate.distinct();
    // The ids of edges may be known in some rows alone: in those that they put in order.
    return aggregate.argument() instanceof Expr.Whole(var variable, var type, var span)
            && (counts || variable.type() instanceof EdgeType)
        ? new Operand(presence(variable), relation.numbers(variable), true)
        : operand(aggregate.argument());
  }

  @Override
  public IntPredicate presence(Expr leaf) {
    if (leaf instanceof Expr.Whole whole) {
      Ints numbers = relation.numbers(whole.variable());
      return row -> numbers.get(row) >= 0;
    }
    Operand operand = operand(leaf);
    return row -> operand.at(row) >= 0;
  }

  private Operand id(RankedNodes nodes, Ints numbers) {
    if (nodes.ids().isPlain()) {
      return new Operand(nodes.ids().ids(), numbers, true);
    }
    nodes.findIds(FetchOperator.distinct(numbers));
    Ints places = own(new Ints(memory.allocator()));
    places.reserve(numbers.size());
    for (int row = 0; row < numbers.size(); row++) {
      int number = numbers.get(row);
      places.add(number < 0 ? -1 : nodes.ids().placeOf(number));
    }
    return new Operand(nodes.ids().ids(), places, true);
  }

  /**
   * The values of an expression that is no aggregate, by row, in Java form. What cannot be computed
   * for some row fails here, before an answer has begun.
   */
  @Override
  public IntFunction<@Nullable Object> values(Expr expr) {
    return switch (expr) {
      case Expr.Whole whole -> entity(whole.variable(), relation.numbers(whole.variable()));
      case Expr.Prop prop -> operand(prop)::value;
      case Expr.Meta meta -> operand(meta)::value;
      case Expr.Block(var function, var distinct, Expr.Whole whole, var c, var o, var t, var s)
          when t instanceof ValueType.Entities ->
          entities(whole.variable(), operand(expr));
      case Expr.Block block -> operand(block)::value;
      case Expr.Search search -> operand(search)::value;
      case Expr.Fusion fusion -> operand(fusion)::value;
      default -> Conjuncts.canFail(expr) ? operand(expr)::value : computed(expr);
    };
  }

  /** The same, computed anew for each row that is asked for. */
  IntFunction<@Nullable Object> computed(Expr expr) {
    return Computation.of(expr, arguments, this);
  }

  /** The entities of which there are lists of numbers. */
  private IntFunction<@Nullable Object> entities(Variable variable, Operand lists) {
    ListVector vector = (ListVector) lists.vector();
    IntVector elements = (IntVector) vector.getDataVector();
    Ints numbers = own(new Ints(memory.allocator()));
    numbers.reserve(elements.getValueCount());
    for (int i = 0; i < elements.getValueCount(); i++) {
      numbers.add(elements.get(i));
    }
    IntFunction<@Nullable Object> entity = entity(variable, numbers);
    return row -> {
      int list = lists.at(row);
      List<@Nullable Object> found = new ArrayList<>();
      for (int i = vector.getElementStartIndex(list); i < vector.getElementEndIndex(list); i++) {
        found.add(entity.apply(i));
      }
      return Collections.unmodifiableList(found);
    };
  }

  /**
   * The entities of a variable.
   *
   * @param numbers theirs, by row
   */
  private IntFunction<@Nullable Object> entity(Variable variable, Ints numbers) {
    Map<String, Operand> fields = new LinkedHashMap<>();
    for (Expr.Meta.Field field : EntityColumns.of(variable)) {
      fields.put(
          field.name().toLowerCase(Locale.ROOT),
          column(variable, EntityColumns.name(field), numbers));
    }
    for (Property property : variable.type().properties()) {
      fields.put(
          property.name(), column(variable, EntityColumns.name(variable, property), numbers));
    }
    return row -> {
      if (numbers.get(row) < 0) {
        return null;
      }
      Map<String, @Nullable Object> entity = new LinkedHashMap<>();
      fields.forEach((name, operand) -> entity.put(name, operand.value(row)));
      return Collections.unmodifiableMap(entity);
    };
  }

  /** A node by its id; an edge by its number, whose vector may be that of any column or none. */
  private Operand identity(Variable variable) {
    String name = variable.isEntity() ? ArrowSchemas.ID : EntityColumns.IDENTITY;
    return variable.type() instanceof NodeType || entities.of(variable).has(name)
        ? column(variable, name)
        : new Operand(presence(variable), relation.numbers(variable), true);
  }

  /** The name of the type of an entity that may be null. */
  private Operand typeName(Variable variable) {
    Ints numbers = relation.numbers(variable);
    Ints places = own(new Ints(memory.allocator()));
    places.reserve(numbers.size());
    for (int row = 0; row < numbers.size(); row++) {
      places.add(numbers.get(row) < 0 ? -1 : 0);
    }
    return new Operand(constant(variable.type().name()).vector(), places, false);
  }

  /** A vector that has a value wherever the variable has an entity. */
  private FieldVector presence(Variable variable) {
    Ints numbers = relation.numbers(variable);
    int count = 0;
    for (int row = 0; row < numbers.size(); row++) {
      count = Math.max(count, numbers.get(row) + 1);
    }
    BitVector bits = own(new BitVector("present", memory.allocator()));
    bits.allocateNew(Math.max(1, count));
    bits.setValueCount(count);
    if (count > 0) {
      bits.setRangeToOne(0, count);
    }
    return bits;
  }

  private Operand constant(@Nullable Object value) {
    FieldVector vector =
        own(
            ArrowSchemas.field(
                    "constant", value == null ? Scalar.STRING : JavaForm.typeOf(value), true)
                .createVector(memory.allocator()));
    vector.allocateNew();
    ArrowValues.set(vector, 0, value);
    vector.setValueCount(1);
    return new Operand(vector, null, false);
  }

  private Ints compose(Ints numbers, Ints positions) {
    return composed
        .computeIfAbsent(numbers, n -> new IdentityHashMap<>())
        .computeIfAbsent(
            positions,
            p -> {
              Ints result = own(new Ints(memory.allocator()));
              result.reserve(numbers.size());
              for (int row = 0; row < numbers.size(); row++) {
                int number = numbers.get(row);
                result.add(number < 0 || number >= p.size() ? -1 : p.get(number));
              }
              return result;
            });
  }

  private <T extends AutoCloseable> T own(T resource) {
    made.add(resource);
    return memory.own(resource);
  }

  @Override
  public void close() {
    made.forEach(memory::free);
  }
}
