package dev.omnigraph.query.lang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of the type checker: the place, the code, the message and the help. */
class QueryMistakesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '\u0001',
      textBlock =
          """
          match { $p: Persn } return { $p } ¦ 2:13 unknown_type There is no node type `Persn`. Did you mean `Person`?
          match { $p: Named } return { $p } ¦ 2:13 unknown_type `Named` is an interface, which has no entities of its own. The node types: `Company`, `Note`, `Person`.
          match { $p: Person $p nows $f } return { $f.x } ¦ 2:23 unknown_edge There is no edge type `nows`. Did you mean `knows`?
          match { $p company $f } return { $p } ¦ 2:12 unknown_edge There is no edge type `company`. The edges: `knows`, `rated`, `worksAt`.
          match { $p: Person $p: Company } return { $p } ¦ 2:20 duplicate_variable `$p` is already bound, on line 2. It is Person; give the other its own name.
          match { $p: Person not { $p: Company } } return { $p } ¦ 2:26 duplicate_variable `$p` is already bound outside of this pattern. It is Person; give the other its own name.
          match { $a $w:knows $b $b $w:knows $c } return { $a } ¦ 2:27 duplicate_variable `$w` is already bound, on line 2. Edges and paths are bound once: give this one its own name.
          match { $x: Person } return { $x, $y } ¦ 2:35 unknown_variable There is no variable or parameter `$y`. Bind it in the `match`, or declare it as a parameter.
          match { $person: Person } return { $persn.name } ¦ 2:36 unknown_variable There is no variable or parameter `$persn`. Did you mean `$person`?
          match { $c: Company $c knows $p } return { $p } ¦ 2:21 endpoint_mismatch `knows` leads from Person to Person; `$c` is Company.
          match { $c: Company $n: Note $c worksAt $n } return { $c } ¦ 2:41 endpoint_mismatch `worksAt` leads from Person to Company; `$n` is Note.
          match { $a $w:knows $b $w knows $c } return { $c } ¦ 2:24 endpoint_mismatch `knows` leads from Person to Person; `$w` is an edge (Knows).
          match { $: Person } return { $p } ¦ 2:9 unknown_variable There is no entity that is updated or deleted here. Write a variable with a name, as in `$p`. ## 2:30 unknown_variable There is no variable or parameter `$p`. Bind it in the `match`, or declare it as a parameter.
          match { $p knows $ } return { $p } ¦ 2:18 unknown_variable There is no entity that is updated or deleted here. Write a variable with a name, as in `$p`.
          match { $p: Person  $ = $p } return { $p } ¦ 2:21 unknown_variable There is no entity that is updated or deleted here. Write a variable with a name, as in `$p`.
          match { $p: Person } return { $p } limit $ ¦ 2:42 unknown_variable There is no entity that is updated or deleted here. Write a variable with a name, as in `$p`.
          match { $p: Person  $p.name = $1 } return { $p } ¦ 2:31 bad_variable A `$` is followed by the name of a variable or parameter. Write `$name`, or `$_` for an anonymous one.
          match { $a <worksAt> $b } return { $a } ¦ 2:13 undirected_endpoints `worksAt` leads from Person to Company; only an edge between equal types can be undirected. Write `worksAt` without `< >`.
          match { $a knows{0,2} $b } return { $a } ¦ 2:17 hop_bounds A traversal has at least one hop.
          match { $a knows{3,2} $b } return { $a } ¦ 2:17 hop_bounds The upper bound 2 is below the lower bound 3.
          match { $a knows{1,} $b } return { $a } ¦ 2:17 unbounded_traversal A traversal is always bounded. Name the greatest number of hops, as in `{1,3}`.
          match { $a $w:knows{1,2} $b $w knows $b } return { $a } ¦ 2:29 endpoint_mismatch `knows` leads from Person to Person; `$w` is a path.
          match { $a $w:knows{1,2} $b } return { $w.since } ¦ 2:43 unknown_property `$w` is a path, which has no property `since`. Write `length($w)`, `nodes($w)` or `edges($w)`.
          match { $a $w:knows{1,2} $b $w = $w } return { $a } ¦ 2:29 not_comparable Paths and edges of several types are not compared. Compare what they have, as in `length($p) = 2` or `$e.id = $f.id`.
          match { $a $w:knows{1,2} $b } return { $a } order { $w } ¦ 2:53 no_order Rows cannot be ordered by this: it is a path.
          match { $a $w:knows{1,2} $b } return { nodes($a) } ¦ 2:40 call_arguments `nodes` takes a path; this is an entity (Person). A path is the variable of a traversal with bounds, as in `$a $p:knows{1,6} $b`.
          match { $a $w:knows{1,2} $b } return { type($w) } ¦ 2:40 call_arguments `type` takes an entity; this is a path.
          match { $a: Person $a (worksAt|worksAt){2} $c } return { $c } ¦ 2:40 hop_types `(worksAt|worksAt)` leads from Person to Company, so there is no second hop.
          match { $a: Person $a * $b } return { $b } ¦ 2:25 ambiguous_end `$b` may be of several types: `Company`, `Note`, `Person`. Say which, as in `$b: Company`.
          match { $a (knows|worksAt) $b $b: Company $b knows $c } return { $a } ¦ 2:43 endpoint_mismatch `knows` leads from Person to Person; `$b` is Company.
          match { $a: Person $a * $_ $a (knows|likes) $b } return { $b } ¦ 2:38 unknown_edge There is no edge type `likes`. The edges: `knows`, `rated`, `worksAt`.
          match { $a: Person $a $e:(knows|worksAt) $_ } return { $e.since } ¦ 2:59 unknown_property `Knows or WorksAt` has no property `since`. The properties of `Knows or WorksAt`: `dst`, `id`, `src`.
          match { $a worksAt{1,2} $b } return { $a } ¦ 2:19 hop_types `worksAt` leads from Person to Company, so there is no second hop.
          match { $q: Person } return { $q } ¦ 2:9 name_conflict `$q` is a parameter, so it cannot be bound to entities. Choose another name for one of the two.
          match { $p: Person not { $x: Person } } return { $p } ¦ 2:20 detached_not This `not { }` uses no variable from outside, so it would keep all rows or none. Start it from a variable of the match, as in `not { $p worksAt $_ }`.
          match { $p: Person not { } } return { $p } ¦ 2:20 detached_not This `not { }` uses no variable from outside, so it would keep all rows or none. Start it from a variable of the match, as in `not { $p worksAt $_ }`.
          match { $p: Person optional { $x: Note } } return { $p } ¦ 2:20 detached_optional This `optional { }` uses no variable from outside. Start it from a variable of the match, as in `optional { $p worksAt $c }`.
          match { $p: Person optional { $p worksAt $c } $c.name = "X" } return { $p } ¦ 2:47 optional_variable `$c` is bound inside `optional { }`: it may be used there and in what is returned. Move this into the `optional { }`, or bind the variable outside of it.
          match { $p: Person optional { $p worksAt $c } optional { $p worksAt $c } } return { $p } ¦ 2:69 duplicate_variable `$c` is already bound in another `optional { }`. Give the second one a name of its own.
          match { $p: Person not { $p worksAt $c } } return { $c } ¦ 2:53 unknown_variable There is no variable or parameter `$c`. Bind it in the `match`, or declare it as a parameter.
          match { $_ knows $b $_.name = "x" } return { $b } ¦ 2:21 anonymous_variable `$_` is anonymous, so nothing can refer to it. Give it a name, as in `$x`.
          match { } return { now() } ¦ 1:7 empty_match The query `q` matches no variable, so it has nothing to return. Bind one, as in `match { $p: Person }`.
          match { $p: Person } return { } ¦ 1:7 empty_return The query `q` returns no columns.
          match { $p: Person $p.nmae = "x" } return { $p } ¦ 2:23 unknown_property `Person` has no property `nmae`. Did you mean `name`?
          match { $p: Person { nmae: "x" } } return { $p } ¦ 2:22 unknown_property `Person` has no property `nmae`. Did you mean `name`?
          match { $p: Person $q.name = "x" } return { $p } ¦ 2:20 parameter_member `$q` is a parameter, which has no properties.
          match { $p: Person name = "x" } return { $p } ¦ 2:20 bare_name `name` is not a value. Write `$variable.name` for a property, "name" for a string.
          match { $p: Person $p.age = "x" } return { $p } ¦ 2:29 type_mismatch `$p.age` is I32, and this is a string. Numbers are written without quotes.
          match { $p: Person $p.age = 1e999999 } return { $p } ¦ 2:29 type_mismatch `$p.age` is I32, and this is a decimal number.
          match { $p: Person $p.big = 9007199254740992.5 } return { $p } ¦ 2:29 type_mismatch `$p.big` is I64, and this is a decimal number.
          match { $p: Person $p.age = 2147483648.0 } return { $p } ¦ 2:29 out_of_range `$p.age` is I32, which this does not fit: 2147483648 is outside -2147483648..2147483647, the range of I32.
          match { $p: Person $p.age = 2147483648 } return { $p } ¦ 2:29 out_of_range `$p.age` is I32, which this does not fit: 2147483648 is outside -2147483648..2147483647, the range of I32.
          match { $p: Person { age: -2147483649 } } return { $p } ¦ 2:27 out_of_range `age` is I32, which this does not fit: -2147483649 is outside -2147483648..2147483647, the range of I32.
          match { $p: Person $p.ratio < 1e39 } return { $p } ¦ 2:31 out_of_range `$p.ratio` is F32, which this does not fit: 1E+39 is outside the finite numbers, the range of F32.
          match { $p: Person $p.name = 1 } return { $p } ¦ 2:30 type_mismatch `$p.name` is String, and this is a whole number. Text is written in double quotes.
          match { $p: Person $p.kind = "emploee" } return { $p } ¦ 2:30 enum_value `$p.kind` is enum(employee, guest), which this does not fit: "emploee" is not one of employee, guest. Did you mean "employee"?
          match { $p: Person $p.kind < "guest" } return { $p } ¦ 2:20 no_order enum(employee, guest) has no order; only `=` and `!=` compare it.
          match { $p: Person $p.active > false } return { $p } ¦ 2:20 no_order Bool has no order; only `=` and `!=` compare it.
          match { $p: Person $p.born = "2024-01-01" } return { $p } ¦ 2:30 type_mismatch `$p.born` is Date, and this is a string. Write `date("2024-02-29")`.
          match { $p: Person $p.seen = 5 } return { $p } ¦ 2:30 type_mismatch `$p.seen` is DateTime, and this is a whole number. Write `datetime("2024-02-29T12:00:00Z")` or `now()`.
          match { $p: Person $p.born = date("2023-02-29") } return { $p } ¦ 2:35 bad_date The text "2023-02-29" is not a date as in 2024-02-29.
          match { $p: Person $p.born = date(2024) } return { $p } ¦ 2:30 call_arguments `date` takes one string. Write `date("2024-02-29")`.
          match { $p: Person $p.born = now() } return { $p } ¦ 2:20 not_comparable Date cannot be compared with DateTime. `date(…)` makes a Date of a DateTime.
          match { $p: Person $p.tags = ["x"] } return { $p } ¦ 2:20 not_comparable Values of type [String] are not compared. Ask for an element of a list with `contains`, for its length with `size(…)`.
          match { $p: Person $p.tags contains 5 } return { $p } ¦ 2:37 type_mismatch What is in `$p.tags` is String, and this is a whole number. Text is written in double quotes.
          match { $p: Person $p.age contains 5 } return { $p } ¦ 2:20 contains_types `contains` finds text in a String or an element in a list; this looks for I64 in I32.
          match { $p: Person $p.age starts_with "5" } return { $p } ¦ 2:20 starts_with_types `starts_with` compares Strings; these are I32 and String.
          match { $p: Person $p.tags starts_with $q } return { $p } ¦ 2:20 starts_with_types `starts_with` compares Strings; these are [String] and String.
          match { $p: Person $p.age + "x" = 1 } return { $p } ¦ 2:20 arithmetic_types `+` computes with numbers or joins texts; these are I32 and String. `string(…)` makes a text of a value, and `int(…)` a number of a text.
          match { $p: Person $p.tags * 2 = 1 } return { $p } ¦ 2:20 arithmetic_types `*` computes with numbers; these are [String] and I64.
          match { $p: Person $p.age + duration("P1D") = 1 } return { $p } ¦ 2:20 arithmetic_types A duration is added to a Date or a DateTime, or taken from it; this is I32.
          match { $p: Person $p.born + duration("1 day") = $p.born } return { $p } ¦ 2:39 bad_duration The text "1 day" is not a duration as in "P7D". Write it in ISO 8601: "P1Y2M3W4D" for years, months, weeks and days, "PT5H6M7.5S" for hours, minutes and seconds, or both in one.
          match { $p: Person $p.born = duration("P1D") } return { $p } ¦ 2:30 call_arguments A duration stands behind `+` or `-`, as in `now() - duration("P7D")`.
          match { $p: Person lower($p.age) = "x" } return { $p } ¦ 2:20 call_arguments `lower` takes a text; this is I32.
          match { $p: Person lower() = "x" } return { $p } ¦ 2:20 call_arguments `lower` takes one argument; this is none.
          match { $p: Person coalesce($p.age) = 1 } return { $p } ¦ 2:20 call_arguments `coalesce` takes two arguments or more; this is 1.
          match { $p: Person coalesce($p.age, "x") = 1 } return { $p } ¦ 2:20 call_arguments `coalesce` takes values of one type, or numbers, or texts; this is I32, String.
          match { $p: Person least($p.kind, "x") = "x" } return { $p } ¦ 2:20 call_arguments `least` takes numbers, texts or times of one type; this is enum(employee, guest), String.
          match { $p: Person not $p.age } return { $p } ¦ 2:24 not_a_condition A condition is needed here; this is I32. Compare it with something, as in `… = …`.
          match { $p: Person $p in ["x"] } return { $p } ¦ 2:20 contains_types `in` finds an element in a list; this looks for an entity (Person) in [String]. Compare a property or the id, `$p.id`.
          match { $p: Person $p.name in "x" } return { $p } ¦ 2:20 contains_types `in` finds an element in a list; this looks for String in String.
          match { $p: Person $p.age in [1, "x"] } return { $p } ¦ 2:34 type_mismatch An element of this list is I32, and this is a string. Numbers are written without quotes.
          match { $p: Person $.name = "x" } return { $p } ¦ 2:20 unknown_variable There is no entity that is updated or deleted here. Write a variable with a name, as in `$p`.
          match { $p: Person { email: null } } return { $p } ¦ 2:29 null_comparison A comparison with null is never true. Write it as a filter, as in `$x.email is null`.
          match { $p: Person $p.photo = "base64:" } return { $p } ¦ 2:20 not_comparable Values of type Blob are not compared.
          match { $p: Person $p.age = $q } return { $p } ¦ 2:20 not_comparable I32 cannot be compared with String.
          match { $p: Person $p = "x" } return { $p } ¦ 2:20 not_comparable An entity (Person) cannot be compared with String. Compare a property or the id, `$p.id`.
          match { $p: Person $p worksAt $c $p = $c } return { $p } ¦ 2:34 not_comparable `$p` is Person and `$c` is Company: they are never the same.
          match { $p: Person $p.email = null } return { $p } ¦ 2:20 null_comparison A comparison with null is never true. Write `$p.email is null`.
          match { $p: Person { name: $x } } return { $p } ¦ 2:28 unknown_variable There is no variable or parameter `$x`. Bind it in the `match`, or declare it as a parameter.
          match { $p: Person { name: $p } } return { $p } ¦ 2:22 not_comparable String cannot be compared with an entity (Person). Compare a property or the id, `$p.id`.
          match { $e: Knows } return { $e } ¦ 2:13 unknown_type There is no node type `Knows`. Edges are bound in a traversal, as in `$a $e:knows $b`.
          match { $p: Person } return { $p.name } order { $p.name dsc } ¦ 2:57 unknown_column No column has the alias `dsc`. Write `desc` after what is ordered by.
          match { $p: Person } return { $p.name } order { $p.name descending } ¦ 2:57 unknown_column No column has the alias `descending`. Write `desc` after what is ordered by.
          match { $p: Person ["a", 1] contains $p.name } return { $p } ¦ 2:26 type_mismatch An element of this list is String, and this is a whole number. Text is written in double quotes.
          match { $p: Person $p contains $p } return { $p } ¦ 2:20 contains_types `contains` finds text in a String or an element in a list; this looks for an entity (Person) in an entity (Person). Compare a property or the id, `$p.id`.
          match { $p: Person $p.name } return { $p } ¦ 2:20 not_a_condition A condition is needed here; this is String. Compare it with something, as in `… = …`.
          match { $p: Person not { $p.age } } return { $p } ¦ 2:26 not_a_condition A condition is needed here; this is I32. Compare it with something, as in `… = …`.
          match { $p: Person exists { $x: Note } } return { $p } ¦ 2:20 detached_block This `exists { }` uses no variable from outside, so it would be the same for all rows. Start it from a variable of the match, as in `count { $p knows $_ }`.
          match { $p: Person sum { $p knows $f } > 1 } return { $p } ¦ 2:20 call_arguments `sum` takes one argument before the pattern, as in `sum($f.age) { … }`.
          match { $p: Person sum($f) { $p knows $f } > 1 } return { $p } ¦ 2:24 aggregate_type `sum` is of numbers; this is an entity (Person).
          match { $p: Person count { $p knows $f } > $f.age } return { $p } ¦ 2:44 unknown_variable There is no variable or parameter `$f`. Bind it in the `match`, or declare it as a parameter.
          match { $p: Person exists { $p nows $f } } return { $p } ¦ 2:32 unknown_edge There is no edge type `nows`. Did you mean `knows`?
          match { $p: Person count($p) > 1 } return { $p } ¦ 2:20 aggregate_position `count` is an aggregate, which stands behind the match and not in another aggregate. Return it, and filter groups by it in `having`.
          match { $p: Person } return { $p.name, $p.name } ¦ 2:40 duplicate_column There are two columns called `p.name`. Name one of them with `as`.
          match { $p: Person } return { $p.name as a, $p.age as a } ¦ 2:45 duplicate_column There are two columns called `a`. Name one of them with `as`.
          match { $p: Person } return { sum($p) } ¦ 2:35 aggregate_type `sum` is of numbers; this is an entity (Person).
          match { $p: Person } return { sum($p.name) } ¦ 2:35 aggregate_type `sum` is of numbers; this is String.
          match { $p: Person } return { max($p.tags) } ¦ 2:35 aggregate_type `max` is of values that have an order; this is [String].
          match { $p: Person } return { count() } ¦ 2:31 call_arguments `count` takes one argument.
          match { $p: Person } return { cuont($p) } ¦ 2:31 unknown_function There is no function `cuont`. Did you mean `count`?
          match { $p: Person } return { now(1) } ¦ 2:31 call_arguments `now()` takes no arguments.
          match { $p: Person } return { [] as l } ¦ 2:31 untyped_list Nothing says which type this list has: it has no elements. Pass it as a parameter, as in `$x: [String]`.
          match { $p: Person } return { ["a", 1] as l } ¦ 2:37 type_mismatch An element of this is String, and this is a whole number. Text is written in double quotes.
          match { $p: Person } return { [null, 1] as l } ¦ 2:32 null_element The elements of a list are never null.
          match { $p: Person } return { [[1]] as l } ¦ 2:32 list_element The elements of a list are literals.
          match { $p: Person $p.tags = null } return { $p } ¦ 2:20 null_comparison A comparison with null is never true. Write `$p.tags is null`.
          match { $p: Person $p.tags != $p.tags } return { $p } ¦ 2:20 not_comparable Values of type [String] are not compared. Ask for an element of a list with `contains`, for its length with `size(…)`.
          match { $p: Person } return { $p } order { $p.tags } ¦ 2:44 no_order Rows cannot be ordered by this: it is [String].
          match { $p: Person } return { $p } order { $p.tags } ¦ 2:44 no_order Rows cannot be ordered by this: it is [String].
          match { $p: Person } return { $p.name as nick } order { nik } ¦ 2:57 unknown_column No column has the alias `nik`. Did you mean `nick`?
          match { $p: Person } return { $p.name } order { name } ¦ 2:49 unknown_column No column has the alias `name`. Write `$p.name`.
          match { $p: Person } return { count($p) as n } order { $p.age } ¦ 2:56 order_not_returned With an aggregate there is one row for each group, and this is not part of it. Add it to `return`.
          match { $p: Person } return { $p.name as n } order { count(count($p)) } ¦ 2:60 aggregate_position `count` is an aggregate, which stands behind the match and not in another aggregate. Return it, and filter groups by it in `having`.
          match { $p: Person } return { $p.name as n } order { $p.age, count($p) } ¦ 2:54 order_not_returned With an aggregate there is one row for each group, and this is not part of it. Add it to `return`.
          match { $p: Person } return { $p.name, count($p) + $p.age as n } ¦ 2:52 order_not_returned With an aggregate there is one row for each group, and this is not part of it. Add it to `return`.
          match { $p: Person } return { count($p) as n } having { m > 3 } ¦ 2:57 unknown_column No column has the alias `m`. The aliases: `n`.
          match { $p: Person } return { count($p) as n } having { n } ¦ 2:57 not_a_condition A condition is needed here; this is I64. Compare it with something, as in `… = …`.
          match { $p: Person } return { $p.name as n } having { n > "x" } ¦ 2:55 having_without_groups `having` filters groups, and without an aggregate there are none. Filter rows in the `match`.
          match { $p: Person } return { collect($p.tags) } ¦ 2:39 aggregate_type `collect` is of values of one piece and entities; this is [String].
          match { $p: Person } return { sum(collect($f) { $p knows $f }) } ¦ 2:35 aggregate_type `sum` is of numbers; this is a list of entities (Person).
          match { $p: Person } return { count(collect($k) { $p $k:knows $_ }) } ¦ 2:37 aggregate_type `count` is of values and entities; this is a list of edges (Knows).
          match { $p knows $f } return { $p, collect($f) = collect($f) as x } ¦ 2:36 not_comparable A list of entities (Person) cannot be compared with a list of entities (Person). Collect the ids instead, as in `collect($x.id)`, or ask for the `size(…)`.
          match { $p knows $f } return { "Ann" in collect($f) as x } ¦ 2:32 contains_types `in` finds an element in a list; this looks for String in a list of entities (Person). Collect the ids instead, as in `collect($x.id)`, or ask for the `size(…)`.
          match { $p knows $f } return { $p } order { collect($f) } ¦ 2:45 no_order Rows cannot be ordered by this: it is a list of entities (Person).
          match { $p knows $f } return { $p.name, collect($f) as all } order { all } ¦ 2:70 no_order Rows cannot be ordered by this: it is a list of entities (Person).
          match { $p knows $f } return { coalesce(collect($f), null) as x } ¦ 2:32 call_arguments `coalesce` takes values of one type, or numbers, or texts; this is a list of entities (Person), null.
          match { $p knows $f } return { collect($f) + 1 as x } ¦ 2:32 arithmetic_types `+` computes with numbers or joins texts; these are a list of entities (Person) and I64.
          match { $p knows $f  collect($g) { $p knows $g } } return { $p } ¦ 2:22 not_a_condition A condition is needed here; this is a list of entities (Person). Compare it with something, as in `… = …`.
          match { $p: Person } return distinct { collect($f) { $p knows $f } as x } ¦ 2:40 not_comparable Rows cannot be made distinct by this: it is a list of entities (Person). Collect the ids instead, as in `collect($x.id)`.
          match { $p: Person } return { collect($f) { $p knows $f } as x, count($p) } ¦ 2:31 not_comparable Rows cannot be grouped by this: it is a list of entities (Person). Collect the ids instead, as in `collect($x.id)`.
          match { $p: Person } return { lower(distinct $p.name) } ¦ 2:31 call_arguments `distinct` stands in aggregates, as in `count(distinct $p.kind)`.
          match { $p: Person } return { $p } limit 5 offset $q ¦ 2:51 limit_type An offset is a whole number or a parameter of an integer type that is not optional.
          match { $p: Person } return distinct { $p.name } order { $p.age } ¦ 2:58 order_not_returned With `distinct` the order can only use what is returned. Add it to `return`.
          match { $p: Person } return { $p } limit $q ¦ 2:42 limit_type A limit is a whole number or a parameter of an integer type that is not optional.
          match { $p: Person } return { $p } order { nearest($p.embedding, [1,2,3]) } ¦ 2:44 limit_required To order by `nearest` or `rrf` is to look for the best rows, so the query needs a `limit`. Add one, as in `limit 10`.
          match { $p: Person } return { $p } order { 1 - nearest($p.embedding, [1,2,3]) desc } ¦ 2:48 limit_required To order by `nearest` or `rrf` is to look for the best rows, so the query needs a `limit`. Add one, as in `limit 10`.
          match { $p: Person } return { nearest($p.embedding, "x") as d } order { $p.age, d } ¦ 2:31 limit_required To order by `nearest` or `rrf` is to look for the best rows, so the query needs a `limit`. Add one, as in `limit 10`.
          match { $p: Person } return { $p } order { rrf(nearest($p.embedding, "x"), bm25($p.bio, $q)) } ¦ 2:44 limit_required To order by `nearest` or `rrf` is to look for the best rows, so the query needs a `limit`. Add one, as in `limit 10`.
          match { $p: Person } return { nearest($p.embedding, [1,2]) as d } limit 1 ¦ 2:53 vector_dimension The vector to be near to is Vector(3), which this does not fit: expected 3 numbers, found 2.
          match { $p: Person } return { nearest($p.bio, $q) as d } limit 1 ¦ 2:39 nearest_property `nearest` searches a Vector property; this is String.
          match { $p: Person } return { nearest($p.embedding, 1) as d } limit 1 ¦ 2:53 type_mismatch The vector to be near to is Vector(3), and this is a whole number.
          match { $p: Person } return { nearest($p.embedding, $p.embedding) as d } limit 1 ¦ 2:53 nearest_argument `nearest` takes a Vector(3) or a text to embed, as a literal or a parameter that is not optional; this is Vector(3)?.
          match { $n: Note } return { nearest($n.shape, "x") as d } ¦ 2:47 nearest_argument There is no model to embed this text with: `shape` of `Note` has no `@embed`. Give a Vector(2), or write `@embed(…)` after the property in the schema.
          match { $n: Note } return { nearest($n.shape, $q) as d } ¦ 2:47 nearest_argument There is no model to embed this text with: `shape` of `Note` has no `@embed`. Give a Vector(2), or write `@embed(…)` after the property in the schema.
          match { $n: Note } return { nearest($n.shape, $n.text) as d } ¦ 2:47 nearest_argument `nearest` takes a Vector(2), as a literal or a parameter that is not optional; this is String.
          match { $p: Person } return { nearest($p.embedding, $o) as d } ¦ 2:53 nearest_argument `nearest` takes a Vector(3) or a text to embed, as a literal or a parameter that is not optional; this is String?.
          match { $p: Person } return { nearest([$p.embedding], "x") as d } ¦ 2:39 nearest_property `nearest` takes one property here; this is a list.
          match { $p: Person $p $e:(rated|worksAt) $_ search($e.role, $q) } return { $p } ¦ 2:52 search_property `search` searches entities of one type; `$e` is an edge of one of several. Name one edge type in the traversal.
          match { $p: Person search($p.bio, $o) } return { $p } ¦ 2:35 call_arguments The text of `search` is a literal or a parameter of type String; this is String?.
          match { $p: Person search($p.bio, null) } return { $p } ¦ 2:35 call_arguments The text of `search` is a literal or a parameter of type String; this is null.
          match { $p: Person search($p.bio, $p.name) } return { $p } ¦ 2:35 call_arguments The text of `search` is a literal or a parameter of type String; this is String.
          match { $p: Person search($p.kind, $q) } return { $p } ¦ 2:27 search_property `search` searches a String property; this is enum(employee, guest).
          match { $p: Person search($p.id, $q) } return { $p } ¦ 2:27 search_property `search` searches a String property; this is String.
          match { $p: Person search([], $q) } return { $p } ¦ 2:27 search_property `search` searches one property or more; this is an empty list.
          match { $p: Person search([$p.bio, $p.age], $q) } return { $p } ¦ 2:36 search_property `search` searches a String property; this is I32.
          match { $p knows $f search([$p.bio, $f.bio], $q) } return { $p } ¦ 2:28 search_property `search` searches properties of one entity; these are of several variables. Search each in a call of its own.
          match { $p: Person } return { snippet([$p.bio, $p.name], $q) as s } ¦ 2:39 search_property `snippet` takes one property here; this is a list.
          match { $p: Person $p.bio = snippet($p.bio) } return { $p } ¦ 2:29 call_arguments `snippet` takes a property and a text.
          match { $p: Person } return { snippet($p.bio, $q) + 1 as s } ¦ 2:31 arithmetic_types `+` computes with numbers or joins texts; these are String and I64. `string(…)` makes a text of a value, and `int(…)` a number of a text.
          match { $p: Person bm25($p.bio, $q) } return { $p } ¦ 2:20 not_a_condition A condition is needed here; this is F64. Compare it with something, as in `… = …`.
          match { $p: Person fuzzy($p.bio, $q, 3) } return { $p } ¦ 2:38 out_of_range The number of edits is from 0 to 2.
          match { $p: Person } return { $p.name, count($p) as n } order { bm25($p.bio, $q) } ¦ 2:70 order_not_returned With an aggregate there is one row for each group, and this is not part of it. Add it to `return`.
          match { $p: Person rrf(bm25($p.bio, $q), bm25($p.name, $q)) > 0.1 } return { $p } ¦ 2:20 rrf_position `rrf` ranks all rows of the query, which cannot be done here. Return it, and use what is returned.
          match { $p: Person } return { exists { $p knows $f rrf(bm25($f.bio, $q), bm25($p.bio, $q)) > 0.1 } as e } ¦ 2:52 rrf_position `rrf` ranks all rows of the query, which cannot be done here. Return it, and use what is returned.
          match { $p: Person } return { max(rrf(bm25($p.bio, $q), bm25($p.name, $q))) as m } ¦ 2:35 rrf_position `rrf` is not summed up by `max`. Return it, and use what is returned.
          match { $p: Person } return { $p.bio, count($p) as n } order { rrf(bm25($p.bio, $q), bm25($p.bio, $q)) } limit 1 ¦ 2:64 rrf_position `rrf` ranks all rows of the query, which cannot be done here. Return it, and use what is returned.
          match { $p: Person } return distinct { $p.bio } order { rrf(bm25($p.bio, $q), bm25($p.bio, $q)) } limit 1 ¦ 2:57 rrf_position `rrf` ranks all rows of the query, which cannot be done here. Return it, and use what is returned.
          match { $p: Person } return { rrf(bm25($p.bio, $q), search($p.bio, $q)) as r } ¦ 2:53 call_arguments `rrf` combines `nearest(…)` and `bm25(…)`.
          match { $p: Person } return { rrf(bm25($p.bio, $q), bm25($p.bio, $q) * 2) as r } ¦ 2:53 call_arguments `rrf` combines `nearest(…)` and `bm25(…)`.
          match { $p: Person } return { rrf(bm25($p.bio, $q), bm25($p.bio, $q), $q) as r } ¦ 2:71 call_arguments `k` is a literal or a parameter of type I32; this is String.
          match { $p: Person search($p.age, $q) } return { $p } ¦ 2:27 search_property `search` searches a String property; this is I32.
          match { $p: Person search($p.bio) } return { $p } ¦ 2:20 call_arguments `search` takes a property and a text.
          match { $p: Person search($p.bio, 5) } return { $p } ¦ 2:35 type_mismatch The text of `search` is String, and this is a whole number. Text is written in double quotes.
          match { $p: Person fuzzy($p.bio, $q, -1) } return { $p } ¦ 2:38 out_of_range The number of edits is from 0 to 2.
          match { $p: Person } return { rrf(bm25($p.bio, $q)) as r } limit 1 ¦ 2:31 call_arguments `rrf` takes two or more of `nearest(…)` and `bm25(…)`, and, if wanted, k.
          match { $p: Person } return { rrf(bm25($p.bio, $q), now()) as r } limit 1 ¦ 2:53 call_arguments `rrf` combines `nearest(…)` and `bm25(…)`.
          match { $p: Person } return { rrf(bm25($p.bio, $q), bm25($p.bio, $q), 0) as r } limit 1 ¦ 2:71 out_of_range `k` is at least 1.
          """)
  void aMistakeInAReadIsNamedWhereItIs(String body, String expected) {
    String source = "query q($q: String, $o: String?) {\n" + body + "\n}";

    assertThat(String.join(" ## ", Queries.mistakes(source))).as(source).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          insert Persn { name: "A" } | 2:8 unknown_type There is no type `Persn`. Did you mean `Person`?
          insert Named { name: "A" } | 2:8 unknown_type `Named` is an interface, which has no entities of its own. The types: `Company`, `Knows`, `Note`, `Person`, `Rated`, `WorksAt`.
          insert Company { nme: "A", name: "B" } | 2:18 unknown_property `Company` has no property `nme`. Did you mean `name`?
          insert Company { } | 2:8 missing_property An insert of `Company` also has to give `name`.
          insert Person { name: "A" } | 2:8 missing_property An insert of `Person` also has to give `kind`, `bio`.
          insert Knows { from: "A" } | 2:8 missing_property An insert of `Knows` also has to give `to`.
          insert Person { nmae: "A", kind: "guest", bio: "" } | 2:17 unknown_property `Person` has no property `nmae`. Did you mean `name`?
          insert Knows { form: "A", to: "B" } | 2:16 unknown_property `Knows` has no property `form`. Did you mean `from`?
          insert Knows { src: "A", dst: "B" } | 2:16 unknown_property The ends of an edge are given as `from` and `to`. Write `from`. ## 2:26 unknown_property The ends of an edge are given as `from` and `to`. Write `to`.
          insert Company { name: "A", name: "B" } | 2:29 duplicate_assignment `name` is given twice.
          insert Company { id: "x", name: "A" } | 2:18 id_assignment The id of `Company` is not given: it is made of the key.
          insert Note { id: 1, text: "A" } | 2:19 type_mismatch `id`, the id of the entity, is String, and this is a whole number. Text is written in double quotes.
          insert Note { id: $o, text: "A" } | 2:19 id_value `id` is the id of the entity, a String that is not null; this is String?.
          insert Knows { src: "A", to: "B", from: "A" } | 2:16 unknown_property The ends of an edge are given as `from` and `to`. Write `from`.
          insert Company { name: "A", from: "B" } | 2:29 unknown_property `Company` has no property `from`. The properties of `Company`: `founded`, `name`.
          insert Knows { from: 1, to: "B" } | 2:22 type_mismatch `from`, the id of a node, is String, and this is a whole number. Text is written in double quotes.
          insert Knows { from: $o, to: null } | 2:22 endpoint_value `from` is the id of a node, a String that is not null; this is String?. ## 2:30 endpoint_value `to` is the id of a node, a String that is not null; this is null.
          insert Company { name: null } | 2:24 required_property `name` is required, and this is null.
          insert Company { name: $o } | 2:24 required_property `name` is required, and this may be null. Declare the parameter `$o: String`, without `?`.
          insert Company { name: 5 } | 2:24 type_mismatch `name` is String, and this is a whole number. Text is written in double quotes.
          insert Company { name: "A", founded: $q } | 2:38 type_mismatch `founded` is Date, and this is String. Declare the parameter `$q: Date`.
          insert Company { name: "A", founded: "2024-01-01" } | 2:38 type_mismatch `founded` is Date, and this is a string. Write `date("2024-02-29")`.
          insert Company { name: Acme } | 2:24 bare_name `Acme` is not a value. Write "Acme" for a string.
          insert Company { name: $x } | 2:24 unknown_variable There is no parameter `$x`. Declare it as in `query q($x: String)`.
          insert Company { name: $p.name } | 2:24 assigned_value An insert has no entity whose properties it could read. Compute the value from parameters, or insert first and then update.
          insert Company { name: count(1) } | 2:24 aggregate_position `count` is an aggregate, which stands behind the match and not in another aggregate. Return it, and filter groups by it in `having`.
          insert Note { text: "a", at: date("2024-01-01") } | 2:30 type_mismatch `at` is DateTime, and this is a Date. Write `datetime("2024-02-29T12:00:00Z")` or `now()`.
          insert Rated { from: "A", to: "B", stars: -1 } | 2:43 out_of_range `stars` is U32, which this does not fit: -1 is outside 0..4294967295, the range of U32.
          insert Rated { from: "A", to: "B", stars: $n } | 2:43 type_mismatch `stars` is U32, and this is I32. Declare the parameter `$n: U32`.
          insert Person { name: "A", kind: "boss", bio: "" } | 2:34 enum_value `kind` is enum(employee, guest), which this does not fit: "boss" is not one of employee, guest.
          insert Person { name: "A", kind: "guest", bio: "", embedding: [1, 2] } | 2:63 vector_dimension `embedding` is Vector(3), which this does not fit: expected 3 numbers, found 2.
          insert Person { name: "A", kind: "guest", bio: "", embedding: [1, 2, "x"] } | 2:70 type_mismatch An element of `embedding` is F32, and this is a string. Numbers are written without quotes.
          insert Person { name: "A", kind: "guest", bio: "", tags: ["a", 1] } | 2:64 type_mismatch An element of `tags` is String, and this is a whole number. Text is written in double quotes.
          insert Person { name: "A", kind: "guest", bio: "", tags: ["a", null] } | 2:64 null_element The elements of a list are never null.
          insert Person { name: "A", kind: "guest", bio: "", tags: [["a"]] } | 2:59 list_element The elements of a list are literals.
          insert Person { name: "A", kind: "guest", bio: "", tags: [$q] } | 2:59 list_element The elements of a list are literals.
          insert Person { name: "A", kind: "guest", bio: "", photo: "AQI=" } | 2:59 bad_base64 `photo` is Blob, which this does not fit: a Blob is written `base64:` and its bytes in Base64.
          insert Company { name: ["A"] } | 2:24 type_mismatch `name` is String, and this is a list.
          update Company set { name: "B" } where name = "A" | 2:22 key_immutable `name` is part of what identifies the entity, so it cannot change. Delete the entity and insert another.
          update Company set { id: "B" } where name = "A" | 2:22 key_immutable `id` is part of what identifies the entity, so it cannot change. Delete the entity and insert another.
          update Company set { } where name = "A" | 2:1 empty_set This update sets nothing.
          update Company set { founded: null, founded: null } where name = "A" | 2:37 duplicate_assignment `founded` is given twice.
          update Person set { bio: null } where name = "A" | 2:26 required_property `bio` is required, and this is null.
          update Knows set { since: null } where src = "A" | 2:8 edge_update Edges of `Knows` cannot be updated: the type has no key. Delete the edge and insert it again, or give the type a `@key(src, dst)`.
          update WorksAt set { src: "B" } where src = "A" | 2:22 key_immutable `src` is part of what identifies the entity, so it cannot change. Delete the entity and insert another.
          update WorksAt set { to: "B" } where src = "A" | 2:22 key_immutable `to` is part of what identifies the entity, so it cannot change. Delete the entity and insert another.
          update WorksAt set { rol: "B" } where src = "A" | 2:22 unknown_property `WorksAt` has no property `rol`. Did you mean `role`?
          update Person set { age: 1 } where nme = "A" | 2:36 unknown_property `Person` has no property `nme`. Did you mean `name`?
          insert Company { name: string(count { $p knows $_ }) } | 2:31 block_position An insert has no entity that a pattern could start from. Insert first, and update in a query of its own.
          delete Person where exists { $p knows $f } | 2:21 detached_block This `exists { }` uses no variable from outside, so it would be the same for all rows. Start it from `$`, as in `count { $ knows $_ }`.
          delete Person where exists { $ knows $f  name = "A" } | 2:42 bare_name `name` is not a value. Write `$.name` for a property, "name" for a string.
          delete Person where exists { $: Company } | 2:30 duplicate_variable `$` is already bound outside of this pattern. It is Person; give the other its own name.
          delete Person where exists { $p: Person  $p.name = $.nam } | 2:54 unknown_property `Person` has no property `nam`. Did you mean `name`?
          delete Person where $ knows $f | 2:23 syntax Expected `.` and the name of a property after `$`, found `knows`. A pattern stands in braces, as in `exists { $ knows $_ }`.
          delete Person where $ | 2:21 unknown_variable `$` alone is the entity at hand, and stands in patterns. Write `$.name` for a property, and `exists { $ … }` for a pattern.
          delete Person where $ = "A" | 2:21 unknown_variable `$` alone is the entity at hand, and stands in patterns. Write `$.name` for a property, and `exists { $ … }` for a pattern.
          delete Person where $.name = $f.name and exists { $ knows $f } | 2:30 unknown_variable A statement has no variables. Write `name` for the property of the entity at hand.
          delete Knows where exists { $ knows $f } | 2:29 endpoint_mismatch `knows` leads from Person to Person; `$` is an edge (Knows).
          delete Knows where exists { $a $:knows $b } | 2:32 duplicate_variable `$` is already bound outside of this pattern. Edges and paths are bound once: give this one its own name.
          delete Person where not exists { $ worksAt $_ } delete Company where not exists { $_ worksAt $ } | 2:49 block_of_written A pattern looks at `Person`, which an earlier statement writes. Put the statement first, or into a query of its own.
          update Person set { age: 1 } where name = "A" update Person set { age: count { $ knows $_ } } where name = "B" | 2:47 block_of_written A pattern looks at `Person`, which an earlier statement writes. Put the statement first, or into a query of its own.
          update Person set { tags: collect($f) { $ knows $f } } where name = "A" | 2:27 type_mismatch `tags` is [String], and this is a list of entities (Person).
          update Person set { bio: max($f.name) { $ knows $f } } where name = "A" | 2:26 required_property `bio` is required, and this may be null. Write what to store instead of null, as in `coalesce(…, …)`.
          update Person set { age: count { $ knows $q } } where name = "A" | 2:42 name_conflict `$q` is a parameter, so it cannot be bound to entities. Choose another name for one of the two.
          update Person set { age: age + 1 } where name = "A" | 2:26 bare_name `age` is not a value. Write `$.age` for the property, "age" for a string.
          update Person set { age: $.ratio } where name = "A" | 2:26 type_mismatch `age` is I32, and this is F32. `round(…)` makes an integer of it.
          update Person set { kind: lower($.email) } where name = "A" | 2:27 required_property `kind` is required, and this may be null. Write what to store instead of null, as in `coalesce(…, …)`.
          update Person set { age: $.nmae } where name = "A" | 2:28 unknown_property `Person` has no property `nmae`. Did you mean `name`?
          update Person set { age: 1 } where $name = "A" | 2:36 unknown_variable There is no parameter `$name`. Write `name` for the property.
          update Person set { age: 1 } where $p.name = "A" | 2:36 unknown_variable A statement has no variables. Write `name` for the property of the entity at hand.
          delete Person where exists { $ knows $f  search($f.bio, $q) } | 2:42 search_position Search functions are for queries that read. Filter with `contains` or `starts_with`.
          insert Person { name: "A", kind: "guest", bio: "", age: $ } | 2:57 assigned_value An insert has no entity at hand, which `$` would be. Compute the value from parameters, or insert first and then update.
          update Person set { bio: snippet($.bio, $q) } where name = "A" | 2:26 search_position Search functions are for queries that read. Filter with `contains` or `starts_with`.
          update Person set { age: 1 } where bm25(bio, $q) > 1 | 2:36 search_position Search functions are for queries that read. Filter with `contains` or `starts_with`.
          delete Person where rrf(bm25(bio, $q), bm25(bio, $q)) > 1 | 2:21 search_position Search functions are for queries that read. Filter with `contains` or `starts_with`.
          update Person set { age: 1 } where search(bio, $q) | 2:36 search_position Search functions are for queries that read. Filter with `contains` or `starts_with`.
          update Person set { age: 1 } where email = null | 2:36 null_comparison A comparison with null is never true. Write `email is null`.
          insert Rated { from: "A", to: "B", stars: 2.0 } | 2:43 type_mismatch `stars` is U32, and this is a decimal number.
          update Person set { age: 1 } where name | 2:36 not_a_condition A condition is needed here; this is String. Compare it with something, as in `… = …`.
          update Person set { age: 1 } where age = "x" | 2:42 type_mismatch `age` is I32, and this is a string. Numbers are written without quotes.
          update Person set { age: 1 } | 3:1 syntax Expected `where` and a condition, found `}`. Say which ones, as in `update Person set { … } where id = "…"`.
          delete Compny where name = "A" | 2:8 unknown_type There is no type `Compny`. Did you mean `Company`?
          delete Company where src = "A" | 2:22 unknown_property `Company` has no property `src`. The properties of `Company`: `founded`, `id`, `name`.
          delete Company where founded > name | 2:22 not_comparable Date cannot be compared with String.
          insert Company { name: "A" } delete Company where name = "B" | 2:1 mixed_mutation One query either deletes, or inserts and updates. Move the deletes to a query of their own.
          delete Company | 3:1 syntax Expected `where` and a condition, found `}`. Say which ones, as in `delete Company where id = "…"`.
          """)
  void aMistakeInAWriteIsNamedWhereItIs(String body, String expected) {
    String source = "query q($q: String, $o: String?, $n: I32) {\n" + body + "\n}";

    assertThat(String.join(" ## ", Queries.mistakes(source))).as(source).isEqualTo(expected);
  }

  @Test
  void allMistakesOfAllQueriesAreReportedInTheirOrder() {
    assertThat(
            Queries.mistakes(
                """
                query a($x: String, $x: I32) {
                  match { $p: Persn  $c: Company { nam: "x" }  $c.founded = 3 }
                  return { $p.name, $c.nme }
                }
                query a() { insert Company { } }
                query b() { }
                query c($_: String, $n: Strng) { match { $p: Person } return { $p } }
                """))
        .containsExactly(
            "7:25 unknown_type There is no type `Strng` for values. Did you mean `String`?");
    assertThat(
            Queries.mistakes(
                """
                query a($x: String, $x: I32) {
                  match { $p: Persn  $c: Company { nam: "x" }  $c.founded = 3 }
                  return { $p.name, $c.nme }
                }
                query a() { insert Company { } }
                query b() { }
                query c($_: String) { match { $p: Person } return { $p } }
                """))
        .extracting(m -> m.substring(0, m.indexOf(' ', m.indexOf(' ') + 1)))
        .containsExactly(
            "1:21 duplicate_parameter",
            "2:15 unknown_type",
            "2:36 unknown_property",
            "2:61 type_mismatch",
            "3:24 unknown_property",
            "5:7 duplicate_query",
            "5:20 missing_property",
            "6:7 empty_query",
            "7:9 anonymous_parameter");
  }
}
