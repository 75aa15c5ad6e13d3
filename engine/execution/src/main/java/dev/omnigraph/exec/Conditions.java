package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.kernel.VectorOrder;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.Computation;
import dev.omnigraph.plan.Conjuncts;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Compiles conditions to tests that read vectors in place; types are decided once, not per row. */
final class Conditions {
  private final RelationColumns inputs;

  private Conditions(RelationColumns inputs) {
    this.inputs = inputs;
  }

  /** The positions of the rows for which all conditions hold, in order. */
  static Ints matching(List<Expr> conditions, RelationColumns inputs) {
    IntPredicate test =
        connect(new Conditions(inputs).compile(Conjuncts.safeFirst(conditions), true), true);
    QueryMemory memory = inputs.relation().memory();
    Ints matching = memory.ints();
    for (int row = 0; row < inputs.relation().rows(); row++) {
      if (test.test(row)) {
        matching.add(row);
      }
    }
    return matching;
  }

  private List<IntPredicate> compile(List<Expr> conditions, boolean wanted) {
    return conditions.stream().map(condition -> compile(condition, wanted)).toList();
  }

  /** The rows for which the condition is true, or those for which it is false; null is neither. */
  private IntPredicate compile(Expr condition, boolean wanted) {
    return switch (condition) {
      case Expr.And and -> connect(compile(and.terms(), wanted), wanted);
      case Expr.Or or -> connect(compile(or.terms(), wanted), !wanted);
      case Expr.Not not -> compile(not.term(), !wanted);
      case Expr.Compare compare when isColumn(compare.left()) && isColumn(compare.right()) ->
          compare(compare, wanted);
      case Expr.Contains contains when isText(contains.subject()) && isText(contains.part()) -> {
        Texts texts = texts(contains.subject(), contains.part());
        yield texts.test((i, j) -> indexOf(texts.text(), i, texts.part(), j) >= 0, wanted);
      }
      case Expr.StartsWith starts when isText(starts.subject()) && isText(starts.prefix()) -> {
        Texts texts = texts(starts.subject(), starts.prefix());
        yield texts.test((i, j) -> matchesAt(texts.text(), i, 0, texts.part(), j), wanted);
      }
      case Expr.Prop prop -> is(inputs.operand(prop), wanted);
      case Expr.Block block -> is(inputs.operand(block), wanted);
      default -> {
        IntFunction<@Nullable Object> values = inputs.computed(condition);
        yield row -> Boolean.valueOf(wanted).equals(values.apply(row));
      }
    };
  }

  /** Whether it is read in place: what is computed is computed for the rows that get there. */
  private static boolean isColumn(Expr expr) {
    return expr instanceof Expr.Prop
        || expr instanceof Expr.Meta
        || expr instanceof Expr.Block
        || ConstantValues.isConstant(expr) && !Conjuncts.canFail(expr);
  }

  private static boolean isText(Expr expr) {
    return isColumn(expr)
        && expr.type() instanceof ValueType.Value(var type, var nullable)
        && (type == Scalar.STRING || type instanceof PropertyType.Enumeration);
  }

  private IntPredicate compare(Expr.Compare compare, boolean wanted) {
    Operand left = inputs.operand(compare.left());
    Operand right = inputs.operand(compare.right());
    if (isNothing(left) || isNothing(right)) {
      return row -> false;
    }
    Expr.Compare.Op op = compare.op();
    if (isSame(compare.left(), compare.right())) {
      // Every value is equal to itself; a list, vector or Blob need not be read for that.
      return row -> left.at(row) >= 0 && Computation.holds(op, 0) == wanted;
    }
    VectorOrder order = VectorOrder.of(left.vector(), right.vector());
    return row -> {
      int i = left.at(row);
      int j = right.at(row);
      return i >= 0 && j >= 0 && Computation.holds(op, order.compare(i, j)) == wanted;
    };
  }

  private static boolean isSame(Expr left, Expr right) {
    return left instanceof Expr.Prop a
        && right instanceof Expr.Prop b
        && a.variable().equals(b.variable())
        && a.property().equals(b.property());
  }

  /** A null constant has no type that could be compared. */
  private static boolean isNothing(Operand operand) {
    return operand.positions() == null && operand.at(0) < 0;
  }

  private Texts texts(Expr text, Expr part) {
    return new Texts(inputs.operand(text), inputs.operand(part));
  }

  /** Two texts of each row. */
  private record Texts(Operand subject, Operand piece) {
    VarCharVector text() {
      return (VarCharVector) subject.vector();
    }

    VarCharVector part() {
      return (VarCharVector) piece.vector();
    }

    IntPredicate test(IndexTest test, boolean wanted) {
      return row -> {
        int i = subject.at(row);
        int j = piece.at(row);
        return i >= 0 && j >= 0 && test.test(i, j) == wanted;
      };
    }
  }

  /** A test of two values by their indexes. */
  private interface IndexTest {
    boolean test(int left, int right);
  }

  private static IntPredicate is(Operand operand, boolean wanted) {
    BitVector bits = (BitVector) operand.vector();
    return row -> {
      int index = operand.at(row);
      return index >= 0 && (bits.get(index) != 0) == wanted;
    };
  }

  /** Searches UTF-8 bytes, which find a text exactly where its code points are. */
  private static int indexOf(VarCharVector text, int i, VarCharVector part, int j) {
    int last =
        text.getEndOffset(i)
            - text.getStartOffset(i)
            - (part.getEndOffset(j) - part.getStartOffset(j));
    for (int at = 0; at <= last; at++) {
      if (matchesAt(text, i, at, part, j)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean matchesAt(VarCharVector text, int i, int at, VarCharVector part, int j) {
    int start = text.getStartOffset(i) + at;
    int length = part.getEndOffset(j) - part.getStartOffset(j);
    if (text.getEndOffset(i) - start < length) {
      return false;
    }
    ArrowBuf bytes = text.getDataBuffer();
    return length == 0
        || ByteFunctionHelpers.equal(
                bytes,
                start,
                start + length,
                part.getDataBuffer(),
                part.getStartOffset(j),
                part.getEndOffset(j))
            != 0;
  }

  /** All of the tests, or any of them. */
  private static IntPredicate connect(List<IntPredicate> tests, boolean all) {
    if (tests.size() == 1) {
      return tests.getFirst();
    }
    IntPredicate[] each = tests.toArray(IntPredicate[]::new);
    return row -> {
      for (IntPredicate test : each) {
        if (test.test(row) != all) {
          return !all;
        }
      }
      return all;
    };
  }
}
