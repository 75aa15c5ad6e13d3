package dev.omnigraph.mutate;

import static dev.omnigraph.mutate.Statements.compare;
import static dev.omnigraph.mutate.Statements.delete;
import static dev.omnigraph.mutate.Statements.idIs;
import static dev.omnigraph.mutate.Statements.insert;
import static dev.omnigraph.mutate.Statements.insertAs;
import static dev.omnigraph.mutate.Statements.insertEdge;
import static dev.omnigraph.mutate.Statements.update;
import static dev.omnigraph.mutate.Statements.variable;
import static dev.omnigraph.query.Expr.Compare.Op.EQ;
import static dev.omnigraph.query.Expr.Compare.Op.GE;
import static dev.omnigraph.row.TestSchema.COMPANY;
import static dev.omnigraph.row.TestSchema.KNOWS;
import static dev.omnigraph.row.TestSchema.OWNS;
import static dev.omnigraph.row.TestSchema.PERSON;
import static dev.omnigraph.row.TestSchema.WORKS_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.query.Statement;
import dev.omnigraph.query.Variable;
import dev.omnigraph.row.GraphOnDisk;
import dev.omnigraph.row.TestSchema;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.view.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationOperationTest {
  private static final Variable PERSON_X = variable(PERSON);
  private static final Variable COMPANY_X = variable(COMPANY);
  private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

  private @TempDir Path folder;
  private GraphOnDisk graph;
  private final AtomicInteger ids = new AtomicInteger();

  @BeforeEach
  void openGraph() {
    graph = new GraphOnDisk(folder, TestSchema.WITH_OWNERS);
  }

  /** Closing the allocator fails when a mutation leaked memory. */
  @AfterEach
  void closeGraph() {
    graph.close();
  }

  @Test
  void insertedEntitiesAreCountedAndNamedInTheCommit() {
    MutationAnswer answer = run(person("Ann"), person("Bob"), insertEdge(KNOWS, "Ann", "Bob"));

    assertThat(answer).isEqualTo(new MutationAnswer("test", 2, 1, GraphOnDisk.commitId(1), false));
    assertThat(changes(PERSON))
        .isEqualTo(new ChangeSet.Inline(List.of("Ann", "Bob"), List.of(), List.of(), 0));
    assertThat(changes(KNOWS).inserted()).containsExactly("id1");
  }

  @Test
  void insertingAnExistingKeyReplacesTheWholeEntity() {
    run(insert(PERSON, "name", "Ann", "kind", "guest", "age", 31, "email", "a@x"));

    MutationAnswer answer = run(insert(PERSON, "name", "Ann", "kind", "employee", "age", 32));

    assertThat(answer.affectedNodes()).isEqualTo(1);
    assertThat(changes(PERSON).updated()).containsExactly("Ann");
    assertThat(graph.column(PERSON, "age")).isEqualTo(Map.of("Ann", 32));
    assertThat(graph.column(PERSON, "email")).containsEntry("Ann", null);
    assertThat(graph.count(PERSON)).isEqualTo(1);
  }

  @Test
  void insertingAnEntityAsItIsIsNoCommit() {
    run(person("Ann"));

    MutationAnswer answer = run(person("Ann"));

    assertThat(answer).isEqualTo(new MutationAnswer("test", 0, 0, GraphOnDisk.commitId(1), false));
    assertThat(graph.log()).hasSize(1);
  }

  @Test
  void theSameLogicalEdgeInsertedTwiceIsOneEdge() {
    run(person("Ann"), company("X"), insertEdge(OWNS, "id1", "Ann"));
    run(insertEdge(WORKS_AT, "Ann", "id1", "role", "clerk"));

    run(insertEdge(WORKS_AT, "Ann", "id1", "role", "boss"));

    assertThat(graph.column(WORKS_AT, "role")).isEqualTo(Map.of("[\"Ann\",\"id1\"]", "boss"));
  }

  @Test
  void anEntityWithoutKeyIsInsertedUnderAGivenIdAndLinkedInTheSameMutation() {
    MutationAnswer answer =
        run(person("Ann"), insertAs(COMPANY, ULID, "title", "X"), insertEdge(OWNS, ULID, "Ann"));

    assertThat(answer).isEqualTo(new MutationAnswer("test", 2, 1, GraphOnDisk.commitId(1), false));
    assertThat(graph.column(COMPANY, "title")).isEqualTo(Map.of(ULID, "X"));
  }

  @Test
  void entitiesWithoutKeyHaveIdsInTheOrderOfTheStatements() {
    run(
        person("Ann"),
        company("C"),
        company("A"),
        insertEdge(OWNS, "id1", "Ann"),
        insertEdge(OWNS, "id2", "Ann"));

    assertThat(graph.column(COMPANY, "title")).isEqualTo(Map.of("id1", "C", "id2", "A"));
  }

  @Test
  void aGivenIdIsInsertedOnceOnly() {
    GraphException twice =
        failure(insertAs(COMPANY, ULID, "title", "X"), insertAs(COMPANY, ULID, "title", "Y"));
    run(person("Ann"), insertAs(COMPANY, ULID, "title", "X"), insertEdge(OWNS, ULID, "Ann"));
    GraphException again = failure(insertAs(COMPANY, ULID, "title", "X"));

    assertThat(List.of(twice, again))
        .allSatisfy(
            e -> {
              assertThat(e.code()).isEqualTo("key_conflict");
              assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
              assertThat(e).hasMessage("Company \"%s\": exists already".formatted(ULID));
            });
    assertThat(graph.column(COMPANY, "title")).isEqualTo(Map.of(ULID, "X"));
    assertThat(graph.log()).hasSize(1);
  }

  @Test
  void aGivenIdIsAUlidInItsOneSpelling() {
    for (String id : List.of("", "X", ULID.toLowerCase(Locale.ROOT), "8" + ULID.substring(1))) {
      GraphException refused = failure(insertAs(COMPANY, id, "title", "X"));

      assertThat(refused.code()).isEqualTo("id_not_canonical");
      assertThat(refused).hasMessage("Company: id: \"%s\" is not a ULID".formatted(id));
    }
    assertThat(graph.log()).isEmpty();
  }

  @Test
  void keylessInsertsAlwaysMakeNewEntities() {
    run(person("Ann"), person("Bob"), insertEdge(KNOWS, "Ann", "Bob"));

    run(insertEdge(KNOWS, "Ann", "Bob"));

    assertThat(graph.count(KNOWS)).isEqualTo(2);
  }

  @Test
  void updatesChangeWhatTheConditionMatchesAndNothingElse() {
    run(person("Ann", 31), person("Bob", 40), person("Cid", 50));

    MutationAnswer answer = run(update(PERSON_X, compare(PERSON_X, "age", GE, 40), "age", 41));

    assertThat(answer.affectedNodes()).isEqualTo(2);
    assertThat(graph.column(PERSON, "age")).isEqualTo(Map.of("Ann", 31, "Bob", 41, "Cid", 41));
    assertThat(graph.count(PERSON)).isEqualTo(3);
  }

  @Test
  void updatesThatChangeNothingAreNoCommit() {
    run(person("Ann", 31), person("Bob", 40));

    MutationAnswer answer = run(update(PERSON_X, compare(PERSON_X, "age", GE, 40), "age", 40));

    assertThat(answer.affectedNodes()).isZero();
    assertThat(graph.log()).hasSize(1);
  }

  @Test
  void aChangeAndItsOppositeInOneMutationAreNoCommit() {
    run(person("Ann", 31));

    MutationAnswer answer =
        run(
            update(PERSON_X, compare(PERSON_X, "name", EQ, "Ann"), "age", 99),
            update(PERSON_X, compare(PERSON_X, "age", EQ, 99), "age", 31));

    assertThat(answer.affectedNodes()).isZero();
  }

  @Test
  void statementsSeeWhatThoseBeforeThemDid() {
    run(person("Old", 70));

    MutationAnswer answer =
        run(
            person("New", 20),
            update(PERSON_X, compare(PERSON_X, "age", GE, 20), "email", null),
            update(PERSON_X, compare(PERSON_X, "name", EQ, "New"), "age", 80),
            update(PERSON_X, compare(PERSON_X, "age", GE, 80), "kind", "employee"));

    assertThat(answer.affectedNodes()).isEqualTo(1);
    assertThat(graph.column(PERSON, "kind")).isEqualTo(Map.of("New", "employee", "Old", "guest"));
    assertThat(changes(PERSON).inserted()).containsExactly("New");
  }

  @Test
  void aCommittedRowThatAStatementChangedIsNotSeenAsItWas() {
    run(person("Ann", 31));

    run(
        update(PERSON_X, compare(PERSON_X, "age", EQ, 31), "age", 32),
        update(PERSON_X, compare(PERSON_X, "age", EQ, 31), "age", 0));

    assertThat(graph.column(PERSON, "age")).isEqualTo(Map.of("Ann", 32));
  }

  @Test
  void anUpdateIsComputedFromTheRowAsItWasBeforeIt() {
    run(person("Ann", 31));

    run(
        text(
            "update Person set { age: size($.name) * 10, email: $.name + string($.age) }"
                + " where age + 1 > 31"));

    assertThat(graph.column(PERSON, "age")).isEqualTo(Map.of("Ann", 30));
    assertThat(graph.column(PERSON, "email")).isEqualTo(Map.of("Ann", "Ann31"));
  }

  @Test
  void aStatementComputesFromWhatThoseBeforeItDid() {
    run(person("Ann", 31));

    run(
        text(
            "update Person set { age: $.age + 1 } where age is not null"
                + " insert Person { name: \"B\" + \"ob\", kind: lower(\"GUEST\"), age: 2 * 3 }"
                + " update Person set { age: coalesce($.age, 0) * 2 } where not age in [1, 2]"));

    assertThat(graph.column(PERSON, "age")).isEqualTo(Map.of("Ann", 64, "Bob", 12));
    assertThat(graph.column(PERSON, "kind")).containsEntry("Bob", "guest");
  }

  @Test
  void whatCannotBeComputedOrStoredIsNoCommit() {
    run(person("Ann", 31));

    GraphException large =
        failure(text("update Person set { age: $.age * 100000000 } where age = 31"));
    GraphException zero =
        failure(text("update Person set { age: round(1 / ($.age - 31)) } where age = 31"));
    GraphException fraction =
        failure(text("insert Person { name: \"Bob\", kind: \"boss\" + \"y\" }"));

    assertThat(large.code()).isEqualTo("out_of_range");
    assertThat(large)
        .hasMessage("age: 3100000000 is outside -2147483648..2147483647, the range of I32");
    assertThat(large.details()).containsEntry("field", "age");
    assertThat(zero.code()).isEqualTo("division_by_zero");
    assertThat(zero).hasMessage("`1 / ($.age - 31)` of 1 and 0: the division is by zero.");
    assertThat(fraction.code()).isEqualTo("enum_value");
    assertThat(graph.log()).hasSize(1);
  }

  @Test
  void aConditionGuardsWhatFollowsInIt() {
    run(person("Ann", 0), person("Bob", 4));

    run(text("update Person set { email: \"x\" } where age != 0 and 8 / $.age = 2"));

    assertThat(graph.column(PERSON, "email")).containsEntry("Bob", "x").containsEntry("Ann", null);
  }

  @Test
  void aConditionMaySpeakOfConstantsAlone() {
    run(person("Ann", 0), person("Bob", 4));

    run(text("update Person set { age: 10 } where 1 = 1 and \"a\" in [\"a\"]"));
    run(text("update Person set { age: 20 } where name = \"Ann\" and 1 = 2"));
    run(text("update Person set { age: 30 } where name = \"Ann\" and 2 = 2"));

    assertThat(graph.column(PERSON, "age")).containsEntry("Ann", 30).containsEntry("Bob", 10);
  }

  @Test
  void deletingANodeDeletesItsEdgesInBothDirections() {
    run(
        person("Ann"),
        person("Bob"),
        person("Cid"),
        insertEdge(KNOWS, "Ann", "Bob"),
        insertEdge(KNOWS, "Cid", "Ann"),
        insertEdge(KNOWS, "Ann", "Ann"),
        insertEdge(KNOWS, "Cid", "Bob"));

    MutationAnswer answer = run(delete(PERSON_X, compare(PERSON_X, "name", EQ, "Ann")));

    assertThat(answer.affectedNodes()).isEqualTo(1);
    assertThat(answer.affectedEdges()).isEqualTo(3);
    assertThat(graph.rows(PERSON)).containsOnlyKeys("Bob", "Cid");
    assertThat(graph.column(KNOWS, "src").values()).containsExactly("Cid");
    assertThat(changes(PERSON).deleted()).containsExactly("Ann");
  }

  @Test
  void deletingNothingIsNoCommit() {
    run(person("Ann"));

    assertThat(run(delete(PERSON_X, compare(PERSON_X, "name", EQ, "Zoe"))).affectedNodes())
        .isZero();
  }

  @Test
  void anEntityCanBeDeletedByTwoStatements() {
    run(person("Ann", 31), person("Bob", 40));

    MutationAnswer answer =
        run(
            delete(PERSON_X, compare(PERSON_X, "name", EQ, "Ann")),
            delete(PERSON_X, compare(PERSON_X, "age", GE, 0)));

    assertThat(answer.affectedNodes()).isEqualTo(2);
    assertThat(graph.count(PERSON)).isZero();
  }

  @Test
  void aKeyCannotBeUpdatedToAnotherValue() {
    run(person("Ann"));

    assertThat(failure(update(PERSON_X, idIs(PERSON_X, "Ann"), "name", "Eve")).code())
        .isEqualTo("key_immutable");
    assertThat(run(update(PERSON_X, idIs(PERSON_X, "Ann"), "name", "Ann")).affectedNodes())
        .isZero();
  }

  @Test
  void aKeyWithoutValueIsRequired() {
    GraphException e = failure(insert(PERSON, "kind", "guest"));

    assertThat(e.code()).isEqualTo("required_missing");
    assertThat(e).hasMessage("Person: name: is required and has no value");
  }

  @Test
  void valuesAreCheckedAgainstTheSchemaAndAllProblemsSaidAtOnce() {
    GraphException e =
        failure(
            insert(PERSON, "name", "Ann7", "age", 300, "kind", "boss"),
            insert(PERSON, "name", "Bob"));

    assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
    assertThat(e.details()).containsEntry("total", 4L);
    assertThat(e.getMessage())
        .contains("Person \"Ann7\": age: is 300, outside 0..200")
        .contains("Person \"Ann7\": kind: \"boss\" is not one of employee, guest")
        .contains("Person \"Ann7\": name: \"Ann7\" does not match the pattern [A-Za-z ]+")
        .contains("Person \"Bob\": kind: is required and has no value");
    assertThat(graph.log()).isEmpty();
  }

  @Test
  void aUniqueValueIsNotGivenTwiceInOneMutation() {
    GraphException e = failure(withEmail("Ann", "a@x"), withEmail("Bob", "a@x"));

    assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
    assertThat(e.code()).isEqualTo("unique_violation");
    assertThat(e)
        .hasMessage("Person \"Bob\": email: has the same value as \"Ann\", and must be unique");
  }

  @Test
  void aUniqueValueOfACommittedEntityIsNotGivenAgain() {
    run(withEmail("Ann", "a@x"));

    assertThat(failure(withEmail("Bob", "a@x")).code()).isEqualTo("unique_violation");
    assertThat(failure(person("Bob"), update(PERSON_X, idIs(PERSON_X, "Bob"), "email", "a@x")))
        .isNotNull();
  }

  @Test
  void aUniqueValueIsFreeOnceItsOwnerHasAnother() {
    run(withEmail("Ann", "a@x"));

    run(withEmail("Ann", "new@x"), withEmail("Bob", "a@x"));

    assertThat(graph.column(PERSON, "email")).isEqualTo(Map.of("Ann", "new@x", "Bob", "a@x"));
  }

  @Test
  void nullsAndPartsOfATupleAreNoDuplicates() {
    run(person("Ann"), person("Bob"));
    run(
        insert(COMPANY, "title", "X", "city", "Rome"),
        insert(COMPANY, "title", "X", "city", "Oslo"),
        insert(COMPANY, "title", "X"),
        insert(COMPANY, "title", "X"),
        insertEdge(OWNS, "id1", "Ann"),
        insertEdge(OWNS, "id2", "Ann"),
        insertEdge(OWNS, "id3", "Ann"),
        insertEdge(OWNS, "id4", "Ann"));

    GraphException e = failure(insert(COMPANY, "title", "X", "city", "Oslo"));

    assertThat(e.getMessage()).contains("title, city: has the same value as \"id2\"");
    assertThat(graph.count(COMPANY)).isEqualTo(4);
  }

  @Test
  void bothEndpointsOfAnEdgeExist() {
    run(person("Ann"));

    GraphException e = failure(insertEdge(KNOWS, "Zoe", "Ann"), insertEdge(KNOWS, "Ann", "Yan"));

    assertThat(e.code()).isEqualTo("endpoint_missing");
    assertThat(e.getMessage())
        .contains("from: there is no Person with the id \"Zoe\"")
        .contains("to: there is no Person with the id \"Yan\"");
  }

  @Test
  void aSourceHasNoMoreEdgesThanItsCardinality() {
    run(person("Ann"), person("Bob"), company("X"), company("Y"), owns("id1"), owns("id2"));
    run(insertEdge(WORKS_AT, "Ann", "id1"));

    GraphException e = failure(insertEdge(WORKS_AT, "Ann", "id2"));
    GraphException both =
        failure(insertEdge(WORKS_AT, "Bob", "id1"), insertEdge(WORKS_AT, "Bob", "id2"));

    assertThat(e.code()).isEqualTo("cardinality");
    assertThat(e)
        .hasMessage(
            "WorksAt: Person \"Ann\" would have 2 edges of this type; it must have at most 1");
    assertThat(both.code()).isEqualTo("cardinality");
    assertThat(run(insertEdge(WORKS_AT, "Ann", "id1", "role", "boss")).affectedEdges()).isOne();
  }

  @Test
  void aNewSourceHasAsManyEdgesAsItsCardinalityAsks() {
    run(person("Ann"));

    GraphException e = failure(company("X"));

    assertThat(e.code()).isEqualTo("cardinality");
    assertThat(e.getMessage()).contains("would have 0 edges of this type; it must have at least 1");
    assertThat(run(company("X"), owns("id11")).affectedNodes()).isEqualTo(1);
  }

  @Test
  void aDeletionDoesNotLeaveASourceWithTooFewEdges() {
    run(person("Ann"), person("Bob"), company("X"), owns("id1"));

    GraphException node = failure(delete(PERSON_X, idIs(PERSON_X, "Ann")));
    GraphException edge = failure(delete(variable(OWNS), idIs(variable(OWNS), "id2")));

    assertThat(node.code()).isEqualTo("cardinality");
    assertThat(edge.code()).isEqualTo("cardinality");
    assertThat(run(delete(COMPANY_X, idIs(COMPANY_X, "id1"))))
        .isEqualTo(new MutationAnswer("test", 1, 1, GraphOnDisk.commitId(2), false));
    assertThat(run(delete(PERSON_X, idIs(PERSON_X, "Ann"))).affectedNodes()).isEqualTo(1);
  }

  @Test
  void aPlainInsertSurvivesChangesOfOtherEntitiesAndNeedsItsIds() {
    run(person("Ann"), person("Bob"));

    prepare(
        proposal -> {
          assertThat(proposal.survivesDisjointChanges()).isTrue();
          assertThat(proposal.neededIds())
              .isEqualTo(
                  Map.of(PERSON.tableId(), Set.of("Ann", "Bob"), KNOWS.tableId(), Set.of("id1")));
          assertThat(proposal.reads()).containsExactly(PERSON.tableId());
        },
        insertEdge(KNOWS, "Ann", "Bob"));
  }

  @Test
  void whatUniquenessCardinalityOrAConditionDecidedDoesNotSurvive() {
    run(person("Ann"), company("X"), owns("id1"));

    assertSurvives(true, person("Bob"));
    assertSurvives(false, withEmail("Bob", "b@x"));
    assertSurvives(false, insertEdge(WORKS_AT, "Ann", "id1"));
    assertSurvives(false, update(PERSON_X, idIs(PERSON_X, "Ann"), "age", 1));
    assertSurvives(false, person("Ann", 5));
    assertSurvives(false, delete(COMPANY_X, idIs(COMPANY_X, "id1")));
  }

  @Test
  void deletingANodeRestsOnEveryTableOfItsEdges() {
    run(person("Ann"));

    prepare(
        proposal ->
            assertThat(proposal.reads())
                .contains(KNOWS.tableId(), WORKS_AT.tableId(), OWNS.tableId()),
        delete(PERSON_X, idIs(PERSON_X, "Ann")));
  }

  @Test
  void preparedAgainOnANewerStateTheRulesAreAppliedToIt() {
    Operation<MutationAnswer> operation = operation(withEmail("Bob", "a@x"));
    try (View before = graph.view();
        Proposal<MutationAnswer> proposal = operation.prepare(before)) {
      assertThat(proposal.writes()).hasSize(1);
    }
    run(withEmail("Ann", "a@x"));

    GraphException e =
        catchThrowableOfType(
            GraphException.class,
            () -> {
              try (View after = graph.view()) {
                operation.prepare(after).close();
              }
            });

    assertThat(e.code()).isEqualTo("unique_violation");
  }

  private void assertSurvives(boolean expected, Statement... statements) {
    prepare(p -> assertThat(p.survivesDisjointChanges()).isEqualTo(expected), statements);
  }

  private void prepare(
      java.util.function.Consumer<Proposal<MutationAnswer>> assertion, Statement... statements) {
    ids.set(0);
    try (View view = graph.view();
        Proposal<MutationAnswer> proposal = operation(statements).prepare(view)) {
      assertion.accept(proposal);
    }
  }

  @Test
  void aPatternDecidesWhatIsDeleted() {
    run(person("Ann"), person("Bob"), person("Cid"), insertEdge(KNOWS, "Ann", "Bob"));

    MutationAnswer alone = run(text("delete Person where not exists { $ <knows> $_ }"));
    MutationAnswer knowing =
        run(text("delete Person where exists { $ knows $f  $f.name = \"Bob\" }"));

    assertThat(List.of(alone.affectedNodes(), alone.affectedEdges())).containsExactly(1L, 0L);
    assertThat(List.of(knowing.affectedNodes(), knowing.affectedEdges())).containsExactly(1L, 1L);
    assertThat(graph.column(PERSON, "name")).containsOnlyKeys("Bob");
  }

  @Test
  void aPatternDecidesWhatIsUpdatedAndComputesWhatIsStored() {
    run(
        insert(PERSON, "name", "Ann", "kind", "guest", "age", 40),
        insert(PERSON, "name", "Bob", "kind", "guest", "age", 7),
        person("Cid"),
        insertEdge(KNOWS, "Ann", "Bob"),
        insertEdge(KNOWS, "Ann", "Cid"));

    run(
        text(
            """
            update Person set {
              age: $.age + count { $ knows $_ },
              tags: collect($f.name) { $ knows $f },
              kind: "employee"
            } where age > 5 and count { $ knows $f  $f.kind = "guest" } > 1
            """));

    assertThat(graph.column(PERSON, "age")).containsEntry("Ann", 42).containsEntry("Bob", 7);
    assertThat(graph.column(PERSON, "tags")).containsEntry("Ann", List.of("Bob", "Cid"));
    assertThat(changes(PERSON).updated()).containsExactly("Ann");
  }

  @Test
  void aPatternOverAnEdgeStartsFromItsEnds() {
    run(person("Ann"), person("Bob"), insert(PERSON, "name", "Cid", "kind", "employee"));
    run(company("X"), insertEdge(OWNS, "id1", "Ann"), insertEdge(WORKS_AT, "Bob", "id1"));
    run(
        insertEdge(KNOWS, "Ann", "Cid"),
        insertEdge(KNOWS, "Bob", "Cid"),
        insertEdge(KNOWS, "Cid", "Cid"));

    run(
        text(
            """
            update WorksAt set { role: min($p.name) { $c: Company  $c.id = $.dst  $c owns $p } }
            where exists { $p: Person { kind: "guest" }  $p.id = $.src }
            """));
    MutationAnswer forgotten =
        run(text("delete Knows where exists { $p: Person { kind: \"guest\" }  $p.id = $.src }"));

    assertThat(graph.column(WORKS_AT, "role").values()).containsExactly("Ann");
    assertThat(forgotten.affectedEdges()).isEqualTo(2);
    assertThat(graph.column(KNOWS, "src").values()).containsExactly("Cid");
  }

  @Test
  void whatAPatternComputesHasToFitItsProperty() {
    run(
        insert(PERSON, "name", "Ann", "kind", "guest", "age", 200),
        insertEdge(KNOWS, "Ann", "Ann"));
    String outside = "update Person set { age: $.age + count { $ knows $_ } } where name = \"Ann\"";
    String large =
        "update Person set { age: 2147483647 + count { $ knows $_ } } where name = \"Ann\"";

    assertThat(failure(text(outside)).code()).isEqualTo("range");
    assertThat(failure(text(large)).code()).isEqualTo("out_of_range");
  }

  @Test
  void aPatternThatFindsNothingIsNoCommit() {
    run(person("Ann"));

    run(text("delete Person where exists { $ knows $_ }"));
    run(text("update Person set { age: count { $ knows $_ } } where name = \"Zoe\""));

    assertThat(graph.log()).hasSize(1);
  }

  private static Statement[] text(String statement) {
    return Statements.of(TestSchema.WITH_OWNERS, statement);
  }

  private Operation<MutationAnswer> operation(Statement... statements) {
    return Statements.operation(
        () -> "id" + (10 * ids.getAndIncrement() + 1), graph.allocator(), statements);
  }

  private MutationAnswer run(Statement... statements) {
    CommitRequest request = CommitRequest.of(WriteOptions.on(BranchName.MAIN, "tester"));
    return graph.commit(request, operation(statements)).answer();
  }

  private GraphException failure(Statement... statements) {
    return catchThrowableOfType(GraphException.class, () -> run(statements));
  }

  private ChangeSet.Inline changes(EntityType type) {
    return (ChangeSet.Inline)
        Objects.requireNonNull(graph.log().getLast().tables().get(type.tableId())).changes();
  }

  private static Statement person(String name) {
    return insert(PERSON, "name", name, "kind", "guest");
  }

  private static Statement person(String name, int age) {
    return insert(PERSON, "name", name, "kind", "guest", "age", age);
  }

  private static Statement withEmail(String name, String email) {
    return insert(PERSON, "name", name, "kind", "guest", "email", email);
  }

  private static Statement company(String title) {
    return insert(COMPANY, "title", title);
  }

  private static Statement owns(String company) {
    return insertEdge(OWNS, company, "Ann");
  }
}
