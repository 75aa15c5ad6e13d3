package dev.omnigraph.schema.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.schema.Catalog;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of the schema language: the place, the code, the message and the help. */
class SchemaMistakesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          nod Person { } | 1:1 syntax Expected `interface`, `node` or `edge`, found `nod`. Did you mean `node`?
          node person { } | 1:6 type_name_case The name of a type starts with an upper-case letter. Write `Person`.
          node Person { Name: String } | 1:15 property_name_case The name of a property starts with a lower-case letter or `_`. Write `name`.
          node Person { name String } | 1:20 syntax Expected `:` and a type after the name of the property, as in `name: String`, found `String`.
          node Person { name: } | 1:21 syntax Expected a type, found `}`.
          node Person { name: Strng } | 1:21 unknown_type There is no type `Strng` for values. Did you mean `String`?
          node Person { age: int } | 1:20 unknown_type There is no type `int` for values. Write `I32` or `I64`.
          node Person { x: Vectr(3) } | 1:18 unknown_type There is no type `Vectr` for values. Did you mean `Vector`?
          node Person { name: String | 1:27 syntax Expected `}` to close the body of the node type, found the end of the file.
          node { } | 1:6 syntax Expected the name of the node type, found `{`.
          node Person implements { } | 1:24 syntax Expected the name of the interface, found `{`.
          node Person implements Nmed { } interface Named { } | 1:24 unknown_interface There is no interface `Nmed`. Did you mean `Named`?
          node Person implements Other { } node Other { } | 1:24 unknown_interface `Other` is not an interface.
          node Person implements Named, Named { name: String } interface Named { name: String } | 1:31 duplicate_interface The interface `Named` is named twice.
          node Person implements Named { } interface Named { name: String } | 1:24 interface_mismatch `Person` lacks the property `name` of the interface `Named`. Declare `name: String`.
          node Person implements Named { name: String? } interface Named { name: String } | 1:38 interface_mismatch The interface `Named` declares `name` as String, this is String?.
          node Person implements Named { name: I32 } interface Named { name: String } | 1:38 interface_mismatch The interface `Named` declares `name` as String, this is I32.
          node A { } node A { } | 1:17 duplicate_type The type `A` is already declared on line 1.
          node A { } interface A { } | 1:22 duplicate_type The type `A` is already declared on line 1.
          node A { } edge B: A -> A edge b: A -> A | 1:32 type_name_case The name of a type starts with an upper-case letter. Write `B`. ## 1:32 duplicate_type The edge type `b` has the name of `B` on line 1: edge names match in any case.
          node N { } edge Bc: N -> N edge BC: N -> N | 1:33 duplicate_type The edge type `BC` has the name of `Bc` on line 1: edge names match in any case.
          node A { x: I32 x: I64 } | 1:17 duplicate_property The property `x` is already declared on line 1.
          node A { id: String } | 1:10 reserved_property The name `id` is reserved: every node has a column or field of that name. Choose another name.
          node A { ID: String } | 1:10 property_name_case The name of a property starts with a lower-case letter or `_`. Choose another name: every node has `id` of its own.
          node A { URLPath: String } | 1:10 property_name_case The name of a property starts with a lower-case letter or `_`. Write `urlPath`.
          node A { true: Bool } | 1:10 reserved_property The name `true` is reserved: it is a literal of the query language. Choose another name, as in `is_true`.
          interface I { null: Bool } | 1:15 reserved_property The name `null` is reserved: it is a literal of the query language. Choose another name, as in `is_null`.
          node A { } edge E: A -> A { false: Bool } | 1:29 reserved_property The name `false` is reserved: it is a literal of the query language. Choose another name, as in `is_false`.
          node A { _rowid: I64 } | 1:10 reserved_property The name `_rowid` is reserved: every node has a column or field of that name. Choose another name.
          node A { _DISTANCE: F32 } | 1:10 reserved_property The name `_DISTANCE` is reserved: every node has a column or field of that name. Choose another name.
          node A { } edge E: A -> A { src: String } | 1:29 reserved_property The name `src` is reserved: every edge has a column or field of that name. Choose another name.
          node A { } edge E: A -> A { to: String } | 1:29 reserved_property The name `to` is reserved: every edge has a column or field of that name. Choose another name.
          interface I { id: String } | 1:15 reserved_property The name `id` is reserved: every node has a column or field of that name. Choose another name.
          edge E: A -> Bb node Ab { } | 1:9 unknown_endpoint There is no node type `A`. The node types: `Ab`. ## 1:14 unknown_endpoint There is no node type `Bb`. Did you mean `Ab`?
          interface I { } edge E: I -> I | 1:25 endpoint_not_node `I` is an interface; edges connect node types. ## 1:30 endpoint_not_node `I` is an interface; edges connect node types.
          node A { } edge E: A -> A edge F: A -> E | 1:40 endpoint_not_node `E` is an edge type; edges connect node types.
          node A { } edge E: A A | 1:22 syntax Expected `->` before the node type that the edge leads to, found `A`. An edge leads from left to right, as in `edge Knows: Person -> Person`.
          node A { } edge E A -> A | 1:19 syntax Expected `:` and the two node types it connects, as in `edge Knows: Person -> Person`, found `A`.
          node A { } edge E: A -> A @card(2..1) | 1:27 bad_cardinality The upper bound 1 is below the lower bound 2.
          node A { } edge E: A -> A @card(0..0) | 1:27 bad_cardinality An edge type that allows no edges has no use.
          node A { } edge E: A -> A @card(1) | 1:34 syntax Expected `..` between the bounds, as in `@card(0..1)`, found `)`. Write `@card(1..1)` for exactly that many.
          node A { } edge E: A -> A @card(-1..) | 1:33 syntax Expected a number of edges, found `-`.
          node A { } edge E: A -> A @card(99999999999..) | 1:33 bad_cardinality This number of edges is too large.
          node A { } edge E: A -> A @description("x") @card(0..1) | 1:45 misplaced_card `@card` stands after the node types of an edge, before all annotations. Write `edge WorksAt: Person -> Company @card(0..1) @description("…")`.
          node A @card(0..1) { } | 1:8 misplaced_card `@card` counts edges, so it belongs to an edge type. Write `edge WorksAt: Person -> Company @card(0..1) @description("…")`.
          node A { x: I32 @card(0..1) } | 1:17 misplaced_card `@card` counts edges, so it belongs to an edge type. Write `edge WorksAt: Person -> Company @card(0..1) @description("…")`.
          node A { x: I32 @key y: I32 @key } | 1:29 multiple_keys `A` already has a key; a type has one. A key of several properties is written `@key(a, b)` in the body.
          node A { x: I32 @key y: I32 @key(y) } | 1:29 multiple_keys `A` already has a key; a type has one. A key of several properties is written `@key(a, b)` in the body.
          node A { x: I32? @key } | 1:18 nullable_key The key property `x` may be null. Declare it `x: I32`.
          node A { x: [I32] @key } | 1:19 key_type A property of type [I32] cannot be in a key. Keys are of scalars and enumerations.
          node A { x: Vector(2) @key } | 1:23 key_type A property of type Vector(2) cannot be in a key. Keys are of scalars and enumerations.
          node A { x: Blob @key } | 1:18 key_type A property of type Blob cannot be in a key. Keys are of scalars and enumerations.
          node A { x: I32 @key(x, x) } | 1:25 duplicate_member `@key` names `x` twice.
          node A { x: I32 @key(z) } | 1:22 unknown_property `A` has no property `z`. The properties of `A`: `x`.
          node A { xyz: I32 @unique(xy) } | 1:27 unknown_property `A` has no property `xy`. Did you mean `xyz`?
          node A { x: I32 @key("x") } | 1:17 annotation_arguments `@key` takes the names of properties, or stands after one without arguments.
          node A { x: String @key(lowr(x)) } | 1:25 key_function A key is not made with `lowr`. Did you mean `lower`?
          node A { x: String @key(lower(now(x))) } | 1:31 key_function A key is not made with `now`. The functions of a key: `date`, `day`, `int`, `lower`, `month`, `string`, `trim`, `upper`, `year`.
          node A { x: String @key(lower(trim(upper(x)))) } | 1:25 key_function A key is in one case, small or capital. Write the outer function alone.
          node A { x: I32 @key(lower(x)) } | 1:22 key_function `lower` in a key takes a text; this is I32.
          node A { x: Date @key(lower(year(x))) } | 1:23 key_function `lower` in a key takes a text; this is I64.
          node A { x: F64 @key(int(x)) } | 1:22 key_function `int` in a key takes no float; this is F64.
          node A { x: String? @key(lower(x)) } | 1:32 nullable_key The key property `x` may be null. Declare it `x: String`.
          node A { x: [String] @key(lower(x)) } | 1:33 key_type A property of type [String] cannot be in a key. Keys are of scalars and enumerations.
          node A { x: String @key(lower(x), upper(x)) } | 1:35 duplicate_member `@key` names `x` twice.
          node A { x: String @key(lower(y)) } | 1:31 unknown_property `A` has no property `y`. The properties of `A`: `x`.
          node A { x: String @key(lower("y")) } | 1:20 annotation_arguments `@key` names properties, without quotes.
          node A { x: String @key(lower(x, x)) } | 1:32 syntax Expected `)` after the argument of `lower`, which takes one, found `,`.
          node A { x: String @unique(lower(x)) } | 1:20 annotation_arguments `@unique` names properties; only a key is computed of them.
          node A { } edge E: A -> A { @key(lower(src), dst) } | 1:34 key_function The ends of an edge are in its key as they are.
          node A { x: I32 @unique(src) } | 1:25 unknown_property `A` has no property `src`. The properties of `A`: `x`.
          node A { } edge E: A -> A { x: I32 @key } | 1:36 edge_key_endpoints The key of an edge type has both endpoints in it. Write `@key(src, dst, …)`, or `@unique` for a rule that is not the identity.
          node A { } edge E: A -> A { x: I32 @key(src, x) } | 1:36 edge_key_endpoints The key of an edge type has both endpoints in it. Write `@key(src, dst, …)`, or `@unique` for a rule that is not the identity.
          node A { x: Blob @unique } | 1:18 unique_type A property of type Blob cannot be unique.
          node A { x: I32 y: Blob @unique(x, y) } | 1:36 unique_type A property of type Blob cannot be unique.
          node A { x: I32 @unique @unique(x) } | 1:25 duplicate_constraint The same `@unique` is given twice.
          node A { x: I32 y: I32 @unique(x, y) @unique(y, x) } | 1:38 duplicate_constraint The same `@unique` is given twice.
          node A { x: String @range(x, 0..1) } | 1:27 range_type `@range` is for numbers; `x` is String.
          node A { x: I32 @range(x, ..) } | 1:27 range_bounds A range has at least one bound.
          node A { x: I32 @range(x, 5..1) } | 1:27 range_bounds No number is in this range: its lower bound is above its upper bound.
          node A { x: I32 @range(x, 0..1.5) } | 1:30 range_bounds This bound: expected I32, found the decimal 1.5.
          node A { x: U32 @range(x, -1..5) } | 1:27 range_bounds This bound: -1 is outside 0..4294967295, the range of U32.
          node A { x: I32 @range(x, 0..9999999999) } | 1:30 range_bounds This bound: 9999999999 is outside -2147483648..2147483647, the range of I32.
          node A { x: I32 @range(x) } | 1:17 annotation_arguments `@range` takes an interval, as in `@range(age, 0..200)`.
          node A { x: I32 @range(x, 5) } | 1:17 annotation_arguments `@range` takes an interval, as in `@range(age, 0..200)`.
          node A { x: I32 @range(x, 0..1) @range(x, 0..2) } | 1:33 duplicate_constraint The same `@range` is given twice.
          node A { x: I32 @range(y, 0..1) } | 1:24 unknown_property `A` has no property `y`. The properties of `A`: `x`.
          node A { x: I32 @range } | 1:17 annotation_arguments `@range` takes an interval, as in `@range(age, 0..200)`.
          node A { x: I32 @check(x, "a") } | 1:24 check_type `@check` is for strings; `x` is I32.
          node A { x: String @check(x, "(") } | 1:30 check_pattern This is not a regular expression: missing closing ). The syntax is RE2's: no back references, no look-around.
          node A { x: String @check(x, "(?=a)") } | 1:30 check_pattern This is not a regular expression: invalid or unsupported Perl syntax. The syntax is RE2's: no back references, no look-around.
          node A { x: String @check(x, "a\\1") } | 1:32 bad_escape `\\1` is not an escape sequence. Write a backslash as `\\\\`; the escapes are \\" \\\\ \\/ \\n \\r \\t \\b \\f \\uXXXX.
          node A { x: String @check(x, "a\\\\1") } | 1:30 check_pattern This is not a regular expression: invalid escape sequence. The syntax is RE2's: no back references, no look-around.
          node A { x: String @check(x) } | 1:20 annotation_arguments `@check` takes a regular expression, as in `@check(code, "[A-Z]+")`.
          node A { x: String @check(x, 5) } | 1:20 annotation_arguments `@check` takes a regular expression, as in `@check(code, "[A-Z]+")`.
          node A { x: String @check(x, "a") @check(x, "a") } | 1:35 duplicate_constraint The same `@check` is given twice.
          node A { x: String @embed("x", model="m") } | 1:20 embed_target `@embed` fills a Vector; `x` is String.
          node A { s: String x: Vector(2)? @embed("t", model="m") } | 1:41 embed_source `A` has no property `t` to embed. The String properties of `A`: `s`.
          node A { s: I32 x: Vector(2)? @embed("s", model="m") } | 1:38 embed_source `s` is I32; only a String can be embedded.
          node A { s: String x: Vector(2)? @embed } | 1:34 embed_argument `@embed` names the property that it embeds first. Write `@embed("bio", model="openai/text-embedding-3-large")`.
          node A { s: String x: Vector(2)? @embed(model="m") } | 1:34 embed_argument `@embed` names the property that it embeds first. Write `@embed("bio", model="openai/text-embedding-3-large")`.
          node A { s: String x: Vector(2)? @embed("s", modle="m") } | 1:46 embed_argument After its source, `@embed` takes only `model="…"`, once.
          node A { s: String x: Vector(2)? @embed("s", "m") } | 1:46 embed_argument After its source, `@embed` takes only `model="…"`, once.
          node A { s: String x: Vector(2)? @embed("s", model="m", model="n") } | 1:57 embed_argument After its source, `@embed` takes only `model="…"`, once.
          node A { s: String x: Vector(2)? @embed("s") } | 1:34 embed_argument `@embed` does not say which model makes the vectors. Write `@embed("bio", model="openai/text-embedding-3-large")`.
          node A { s: String x: Vector(2) @embed("s", model="m") } | 1:33 embed_required `x` is required, and `@embed` makes its vectors after rows are written. Write `Vector(2)?`.
          node A { x: I32 @default("1") } | 1:26 default_value This is not a default for `x`: expected I32. Numbers are written plainly, `true` and `false` too, and all else as text in quotes.
          node A { x: I32 @default(1.5) } | 1:26 default_value This is not a default for `x`: expected I32, found the decimal 1.5. Numbers are written plainly, `true` and `false` too, and all else as text in quotes.
          node A { x: U32 @default(-1) } | 1:26 default_value This is not a default for `x`: -1 is outside 0..4294967295, the range of U32. Numbers are written plainly, `true` and `false` too, and all else as text in quotes.
          node A { x: Bool @default("true") } | 1:27 default_value This is not a default for `x`: expected Bool. Numbers are written plainly, `true` and `false` too, and all else as text in quotes.
          node A { x: String @default(word) } | 1:29 default_value This is not a default for `x`: expected String. Numbers are written plainly, `true` and `false` too, and all else as text in quotes.
          node A { x: enum(a, b) @default(c) } | 1:33 default_value This is not a default for `x`: "c" is not one of a, b. Numbers are written plainly, `true` and `false` too, and all else as text in quotes.
          node A { x: [I32] @default(1) } | 1:28 default_value This is not a default for `x`: expected [I32]. Numbers are written plainly, `true` and `false` too, and all else as text in quotes.
          node A { x: I32 @default } | 1:17 annotation_arguments `@default` takes one value. Write `@default(0)`.
          node A { x: I32 @default(1) @default(2) } | 1:29 duplicate_annotation `@default` is given twice.
          node A @default(1) { x: I32 } | 1:8 misplaced_annotation `@default` belongs to a property.
          node A @embed("s") { s: String } | 1:8 misplaced_annotation `@embed` belongs to a Vector property.
          node A { x: String @content_type(x) } | 1:20 misplaced_annotation `@content_type` belongs to a Blob property.
          node A @content_type(x) { x: String } | 1:8 misplaced_annotation `@content_type` belongs to a Blob property.
          node A { s: String x: Blob @content_type } | 1:28 annotation_arguments `@content_type` takes the name of a String property of `A`. Write `@content_type(x_type)`.
          node A { s: String x: Blob @content_type(t) } | 1:28 annotation_arguments `@content_type` takes the name of a String property of `A`. The String properties of `A`: `s`.
          node A { s: String @key x: Blob @content_type(s) } | 1:33 annotation_arguments `@content_type` cannot name `s`, which is in the key: to write the Blob would be to change it. Add a property for it, such as `x_type: String?`.
          node A { @key(lower(s)) s: String x: Blob @content_type(s) } | 1:43 annotation_arguments `@content_type` cannot name `s`, which is in the key: to write the Blob would be to change it. Add a property for it, such as `x_type: String?`.
          node A { s: I32 x: Blob @content_type(s) } | 1:25 annotation_arguments `@content_type` takes the name of a String property of `A`.
          node A { x: Blob @index } | 1:18 index_type A property of type Blob cannot be indexed. Indexes are for scalars, enumerations and vectors.
          node A { x: [String] @index } | 1:22 index_type A property of type [String] cannot be indexed. Indexes are for scalars, enumerations and vectors.
          node A { x: Blob @index(x) } | 1:18 index_type A property of type Blob cannot be indexed. Indexes are for scalars, enumerations and vectors.
          node A { x: I32 @index(y) } | 1:24 unknown_property `A` has no property `y`. The properties of `A`: `x`.
          node A { x: I32 @index("y") } | 1:24 index_argument After a property, the arguments of `@index` have names. Write `@index`.
          node A { x: String @index("y") } | 1:27 index_argument After a property, the arguments of `@index` have names. Write `@index`, or `@index(language="english")`.
          node A { x: Vector(2) @index(7) } | 1:30 index_argument After a property, the arguments of `@index` have names. Write `@index`, or `@index(metric="cosine")`.
          node A { x: String @index(fold=true, x) } | 1:38 index_argument After a property, the arguments of `@index` have names. Write `@index`, or `@index(language="english")`.
          node A { x: I32 @index(fold=true) } | 1:24 index_argument `@index` of I32 has no argument `fold`. It is for a String.
          node A { x: enum(a) @index(language="german") } | 1:28 index_argument `@index` of enum(a) has no argument `language`. It is for a String.
          node A { x: String @index(metric="l2") } | 1:27 index_argument `@index` of String has no argument `metric`. It is for a Vector.
          node A { x: Vector(2) @index(stem=true) } | 1:30 index_argument `@index` of Vector(2) has no argument `stem`. It is for a String.
          node A { x: I32 @index(unique=true) } | 1:24 index_argument `@index` of I32 has no argument `unique`. Write `@index`.
          node A { x: String @index(stemm=true) } | 1:27 index_argument `@index` of String has no argument `stemm`. Did you mean `stem`?
          node A { x: String @index(boost=2) } | 1:27 index_argument `@index` of String has no argument `boost`. The arguments of `@index`: `analyzer`, `fold`, `language`, `positions`, `stem`, `stop_words`.
          node A { x: String @index(stem=true, fold=true, stem=false) } | 1:49 index_argument `stem` is given twice.
          node A { x: String @index(stem="true") } | 1:32 index_argument `stem` is `true` or `false`.
          node A { x: String @index(positions=1) } | 1:37 index_argument `positions` is `true` or `false`.
          node A { x: String @index(language=german) } | 1:36 index_argument `language` is a text in quotes. The languages: `arabic`, `danish`, `dutch`, `english`, `finnish`, `french`, `german`, `greek`, `hungarian`, `italian`, `norwegian`, `portuguese`, `romanian`, `russian`, `spanish`, `swedish`, `turkish`.
          node A { x: String @index(language="klingon") } | 1:36 index_argument There is no language "klingon". The languages: `arabic`, `danish`, `dutch`, `english`, `finnish`, `french`, `german`, `greek`, `hungarian`, `italian`, `norwegian`, `portuguese`, `romanian`, `russian`, `spanish`, `swedish`, `turkish`.
          node A { x: String @index(language="german2") } | 1:36 index_argument There is no language "german2". Did you mean `german`?
          node A { x: String @index(analyzer="standard") } | 1:36 index_argument There is no analyzer "standard". The analyzers: `simple`, `ngram`.
          node A { x: String @index(analyzer="simple", stem=true) } | 1:46 index_argument `stem` is for the words of a language, which analyzer="simple" does not know. Leave out one of the two.
          node A { x: String @index(language="german", analyzer="ngram") } | 1:27 index_argument `language` is for the words of a language, which analyzer="ngram" does not know. Leave out one of the two.
          node A { x: Vector(2) @index(metric="manhattan") } | 1:37 index_argument There is no metric "manhattan". The metrics: `cosine`, `l2`, `dot`.
          node A { x: String @index(x, language="german") } | 1:30 index_argument In a body, `@index` takes the names of properties and nothing else. Write `@index(language="german")` after the property.
          node A @index(x, fold=false) { x: String } | 1:18 index_argument In a body, `@index` takes the names of properties and nothing else. Write `@index(fold=false)` after the property.
          node A { x: String @index("y" "z") } | 1:31 syntax Expected `)` after the arguments of `@index`, found a string.
          node A { x: I32 @index @index } | 1:24 duplicate_annotation `@index` is given twice.
          node A @description { } | 1:8 annotation_arguments `@description` takes one string. Write `@description("…")`.
          node A @description(5) { } | 1:8 annotation_arguments `@description` takes one string. Write `@description("…")`.
          node A { x: I32 @description("a") @description("b") } | 1:35 duplicate_annotation `@description` is given twice.
          node A @rename_from(B) { } | 1:8 annotation_arguments `@rename_from` takes one string. Write `@rename_from("…")`.
          node A { x: I32 @unique(x) @description("x") } | 1:28 misplaced_annotation `@description` stands after a constraint, so it belongs to nothing. Write it after its property, or after the name of the type.
          interface I { x: I32 @key } | 1:22 misplaced_annotation `@key` belongs to a node type.
          interface I { x: I32 @range(x, 0..1) } | 1:22 misplaced_annotation An interface declares properties only; `@range` belongs to a node type.
          node A { x: Vector(0) } | 1:20 vector_dimension The dimension of a vector is between 1 and 65536.
          node A { x: Vector(99999999999) } | 1:20 vector_dimension The dimension of a vector is between 1 and 65536.
          node A { x: Vector } | 1:20 syntax Expected `(` and a dimension after `Vector`, as in `Vector(768)`, found `}`.
          node A { x: Vector(n) } | 1:20 syntax Expected the dimension of the vector, found `n`.
          node A { x: enum() } | 1:18 empty_enum An enumeration has at least one value.
          node A { x: enum } | 1:18 syntax Expected `(` and the values after `enum`, as in `enum(low, high)`, found `}`.
          node A { x: enum(a, a) } | 1:21 duplicate_enum_value The value `a` is named twice.
          node A { x: enum(a b) } | 1:20 syntax Expected `)` after the values of the enumeration, found `b`.
          node A { x: enum(5) } | 1:18 syntax Expected a value of the enumeration, found `5`.
          node A { x: [Blob] } | 1:13 list_element A list holds scalars or enumeration values, not `Blob`.
          node A { x: [[I32]] } | 1:13 list_element A list holds scalars or enumeration values, not `[I32]`.
          node A { x: [I32?] } | 1:14 list_element The elements of a list are never null. Write `[T]?` for a list that may be missing.
          node A { x: [I32 } | 1:18 syntax Expected `]` after the type of the elements, found `}`.
          node A { x: I32 @ } | 1:19 syntax Expected the name of an annotation, found `}`.
          node A { x: I32 @foo(=) } | 1:22 syntax Expected an argument, found `=`.
          node A { x: I32 @foo($x) } | 1:22 syntax Expected an argument, found `$x`.
          node A { x: 'a' } | 1:13 unexpected_character The character `'` has no meaning here. Strings are in straight double quotes: "text". ## 1:14 unknown_type There is no type `a` for values. The types are `Blob`, `Bool`, `Date`, `DateTime`, `F32`, `F64`, `I32`, `I64`, `String`, `U32`, `U64`, `Vector`, `enum` and `[T]`. ## 1:15 unexpected_character The character `'` has no meaning here. Strings are in straight double quotes: "text".
          node A { x: I32 # comment } | 1:17 unexpected_character The character `#` has no meaning here. Comments start with `//`. ## 1:27 syntax Expected `:` and a type after the name of the property, as in `name: String`, found `}`.
          node A { /* x: I32 } | 1:10 unterminated_comment This comment is not closed. Close it with `*/`. ## 1:21 syntax Expected `}` to close the body of the node type, found the end of the file.
          node A @description("x { } | 1:21 unterminated_string This string is not closed on its line. Close it with `"`; write a line break inside a string as `\\n`. ## 1:27 syntax Expected `)` after the arguments of `@description`, found the end of the file.
          node A @description("\\q") { } | 1:22 bad_escape `\\q` is not an escape sequence. Write a backslash as `\\\\`; the escapes are \\" \\\\ \\/ \\n \\r \\t \\b \\f \\uXXXX.
          node A @description("\\ud800") { } | 1:21 bad_text This string has half of a surrogate pair, which is not a character. Write both halves, \\uD8xx\\uDCxx, or the character itself.
          node A { x: I32 ; y: I32 } | 1:17 unexpected_character The character `;` has no meaning here. No separator is needed at the end of a line.
          node Ä { } | 1:6 unexpected_character The character `Ä` has no meaning here. Names are of letters A-Z, a-z, digits and underscores. ## 1:8 syntax Expected the name of the node type, found `{`.
          node A { x: I32 @range(x, 0..1x) } | 1:30 bad_number `1x` is not a number. Numbers are written as 12, -1.5 or 1e9, and names start with a letter or `_`.
          type A { } | 1:1 syntax Expected `interface`, `node` or `edge`, found `type`. Write `node`.
          node A { } } | 1:12 syntax Expected `interface`, `node` or `edge`, found `}`. This `}` closes nothing.
          @description("x") node A { } | 1:1 syntax Expected `interface`, `node` or `edge`, found `@`. Annotations stand after the name of their type, or in its body.
          node A implments I { } | 1:8 syntax Expected `{` to open the body of the node type, found `implments`. Did you mean `implements`?
          node A extends I { } | 1:8 syntax Expected `{` to open the body of the node type, found `extends`. Write `implements`.
          node A { x: I32 = 1 } | 1:17 syntax Expected a property, a constraint or `}`, found `=`. A default is written `@default(…)`.
          node A { } edge E: A -> A @card(..1) | 1:33 syntax Expected a number of edges, found `..`. Write `@card(0..…)` for no lower bound.
          node A { $x: I32 } | 1:10 syntax Expected a property, a constraint or `}`, found `$x`.
          """)
  void aMistakeIsNamedWhereItIs(String source, String expected) {
    assertThat(String.join(" ## ", mistakes(source, Optional.empty()))).isEqualTo(expected);
  }

  @Test
  void aSyntaxErrorHidesNoneOfTheFollowingMembersAndTypes() {
    assertThat(
            mistakes(
                """
                node A {
                    x I32
                    y: [I32
                    z: I32 @index
                    @unique(
                    w:
                }
                edge E: -> A
                node C { v: I32 @foo(= }
                """,
                Optional.empty()))
        .extracting(m -> m.substring(0, m.indexOf(',')))
        .containsExactly(
            "2:7 syntax Expected `:` and a type after the name of the property",
            "4:5 syntax Expected `]` after the type of the elements",
            "6:6 syntax Expected `)` after the arguments of `@unique`",
            "8:9 syntax Expected the name of the node type that the edge starts from",
            "9:22 syntax Expected an argument");
  }

  @Test
  void aRenameHasExactlyOneAcceptedSource() {
    Catalog accepted =
        SchemaCompilerTest.compile(
            "node Human { name: String age: I32 } edge Likes: Human -> Human");

    assertThat(
            mistakes(
                """
                node Human { name: String  years: I32 @rename_from("aeg")  n: String @rename_from("name") }
                node Person @rename_from("Human") { }
                node Other @rename_from("Humen") { }
                edge Loves: Human -> Human @rename_from("Likes")
                edge Adores: Human -> Human @rename_from("Likes")
                """,
                Optional.of(accepted)))
        .containsExactly(
            "1:39 rename_source_missing The accepted schema has no property of `Human` called `aeg` to rename. Did you mean `age`?",
            "1:70 rename_conflict The property `name` goes on under another declaration, so it cannot be renamed to this one.",
            "2:13 rename_conflict The type `Human` goes on under another declaration, so it cannot be renamed to this one.",
            "3:12 rename_source_missing The accepted schema has no node type called `Humen` to rename. Did you mean `Human`?",
            "5:29 rename_conflict The type `Likes` goes on under another declaration, so it cannot be renamed to this one.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enum(x @rename_from("d"), a, b)                   | rename_source_missing The accepted schema has no value of `s` called `d` to rename. The accepted names: `a`, `b`.
          enum(x @rename_from("a"), a, b)                   | rename_conflict The value `a` goes on under another declaration, so it cannot be renamed to this one.
          enum(b @rename_from("a"))                         | rename_conflict The value `b` is there already, so `a` cannot be renamed to it.
          enum(x @rename_from("a"), y @rename_from("a"), b) | rename_conflict The value `a` goes on under another declaration, so it cannot be renamed to this one.
          enum(x @renamed("a"), b)                          | misplaced_annotation A value of an enumeration takes `@rename_from` alone.
          enum(x @rename_from(a), b)                        | annotation_arguments `@rename_from` takes one string. Write `@rename_from("…")`.
          """)
  void aRenameOfAValueHasExactlyOneAcceptedSource(String type, String mistake) {
    Catalog accepted = SchemaCompilerTest.compile("node A { s: enum(a, b)? }");

    assertThat(mistakes("node A { s: " + type + "? }", Optional.of(accepted)))
        .singleElement(InstanceOfAssertFactories.STRING)
        .endsWith(" " + mistake);
  }

  @Test
  void theWholeMessageReadsAsACompilersDoes() {
    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(() -> SchemaCompilerTest.compile("node A {\n\tx: Strng?\n}"))
        .withMessage(
            """
            test.pg:2:5: unknown_type: There is no type `Strng` for values.
                x: Strng?
                   ^^^^^
            help: Did you mean `String`?""")
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo("unknown_type");
              assertThat(e.details())
                  .extractingByKey("diagnostics")
                  .asString()
                  .contains("line=2", "column=5");
            });
  }

  private static List<String> mistakes(String source, Optional<Catalog> accepted) {
    try {
      SchemaCompiler.compile(source, "test.pg", accepted, () -> "T");
      return List.of();
    } catch (LanguageException e) {
      return e.diagnostics().stream().map(SchemaMistakesTest::line).toList();
    }
  }

  private static String line(Diagnostic d) {
    return "%d:%d %s %s".formatted(d.span().line(), d.span().column(), d.code().text(), d.message())
        + (d.help() == null ? "" : " " + d.help());
  }
}
