package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.kernel.VectorOrder;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.SearchFunctions;
import dev.omnigraph.query.Expr;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;

/** Compiles conditions to tests that read vectors in place; types are decided once, not per row. */
final class Conditions {
  private final RelationColumns inputs;

  private Conditions(RelationColumns inputs) {
    this.inputs = inputs;
  }

  /** The positions of the rows for which all conditions hold, in order. */
  static Ints matching(List<Expr> conditions, RelationColumns inputs) {
    IntPredicate test = allOf(new Conditions(inputs).compile(conditions));
    QueryMemory memory = inputs.relation().memory();
    Ints matching = memory.ints();
    for (int row = 0; row < inputs.relation().rows(); row++) {
      if (test.test(row)) {
        matching.add(row);
      }
    }
    return matching;
  }

  private List<IntPredicate> compile(List<Expr> conditions) {
    return conditions.stream().map(this::compile).toList();
  }

  private IntPredicate compile(Expr condition) {
    return switch (condition) {
      case Expr.And and -> allOf(compile(and.terms()));
      case Expr.Or or -> anyOf(compile(or.terms()));
      case Expr.Compare compare -> compare(compare);
      case Expr.Contains contains ->
          contains(inputs.operand(contains.subject()), inputs.operand(contains.part()));
      case Expr.StartsWith starts ->
          startsWith(inputs.operand(starts.subject()), inputs.operand(starts.prefix()));
      case Expr.Search search -> throw SearchFunctions.indexRequired(search);
      default -> isTrue(inputs.operand(condition));
    };
  }

  private IntPredicate compare(Expr.Compare compare) {
    Operand left = inputs.operand(compare.left());
    Operand right = inputs.operand(compare.right());
    if (isNothing(left) || isNothing(right)) {
      return row -> false;
    }
    Expr.Compare.Op op = compare.op();
    if (isSame(compare.left(), compare.right())) {
      // Every value is equal to itself; a list, vector or Blob need not be read for that.
      return row -> left.at(row) >= 0 && RowEvaluator.holds(op, 0);
    }
    VectorOrder order = VectorOrder.of(left.vector(), right.vector());
    return row -> {
      int i = left.at(row);
      int j = right.at(row);
      return i >= 0 && j >= 0 && RowEvaluator.holds(op, order.compare(i, j));
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

  private static IntPredicate contains(Operand subject, Operand part) {
    if (subject.vector() instanceof VarCharVector text
        && part.vector() instanceof VarCharVector piece) {
      return row -> {
        int i = subject.at(row);
        int j = part.at(row);
        return i >= 0 && j >= 0 && indexOf(text, i, piece, j) >= 0;
      };
    }
    return row -> {
      Object list = subject.value(row);
      Object element = part.value(row);
      return list != null && element != null && RowEvaluator.contains(list, element);
    };
  }

  private static IntPredicate startsWith(Operand subject, Operand prefix) {
    if (isNothing(subject) || isNothing(prefix)) {
      return row -> false;
    }
    VarCharVector text = (VarCharVector) subject.vector();
    VarCharVector start = (VarCharVector) prefix.vector();
    return row -> {
      int i = subject.at(row);
      int j = prefix.at(row);
      return i >= 0 && j >= 0 && matchesAt(text, i, 0, start, j);
    };
  }

  private static IntPredicate isTrue(Operand operand) {
    return row -> {
      int index = operand.at(row);
      return index >= 0
          && (operand.vector() instanceof BitVector bits
              ? bits.get(index) != 0
              : Objects.equals(operand.value(row), Boolean.TRUE));
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

  private static IntPredicate allOf(List<IntPredicate> tests) {
    if (tests.size() == 1) {
      return tests.getFirst();
    }
    IntPredicate[] all = tests.toArray(IntPredicate[]::new);
    return row -> {
      for (IntPredicate test : all) {
        if (!test.test(row)) {
          return false;
        }
      }
      return true;
    };
  }

  private static IntPredicate anyOf(List<IntPredicate> tests) {
    IntPredicate[] all = tests.toArray(IntPredicate[]::new);
    return row -> {
      for (IntPredicate test : all) {
        if (test.test(row)) {
          return true;
        }
      }
      return false;
    };
  }
}
