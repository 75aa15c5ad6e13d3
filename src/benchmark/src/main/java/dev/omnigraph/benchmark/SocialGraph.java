package dev.omnigraph.benchmark;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * People who know each other and work somewhere. The same seed gives the same graph. Popularity is
 * skewed: the first of n people is known by far more than the last.
 */
public final class SocialGraph {
  public static final String SCHEMA =
      """
      node Person { name: String @key  age: I32 @index  city: String }
      node Company { name: String @key }
      edge Knows: Person -> Person { since: I32 }
      edge WorksAt: Person -> Company
      """;

  private static final int CITIES = 200;
  private static final int CHUNK = 10_000;

  private final int people;
  private final int companies;
  private final int[] ages;
  private final int[] from;
  private final int[] to;
  private final int[] since;
  private final int[] employees;
  private final int[] employers;

  /**
   * @param nodes one in a hundred of which is a company
   * @param edges one in twenty of which is a job
   */
  public SocialGraph(int nodes, int edges, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    companies = Math.max(1, nodes / 100);
    people = nodes - companies;
    int jobs = edges / 20;
    int acquaintances = edges - jobs;
    ages = IntStream.range(0, people).map(i -> 15 + random.nextInt(80)).toArray();
    from = IntStream.range(0, acquaintances).map(i -> random.nextInt(people)).toArray();
    to = IntStream.range(0, acquaintances).map(i -> popular(random)).toArray();
    since = IntStream.range(0, acquaintances).map(i -> 1990 + random.nextInt(35)).toArray();
    employees = IntStream.range(0, jobs).map(i -> random.nextInt(people)).toArray();
    employers = IntStream.range(0, jobs).map(i -> random.nextInt(companies)).toArray();
  }

  /**
   * The graph of parameters that are texts.
   *
   * @param parameters nodes, edges, seed
   */
  static SocialGraph of(List<String> parameters) {
    return new SocialGraph(
        Integer.parseInt(parameters.get(0)),
        Integer.parseInt(parameters.get(1)),
        Long.parseLong(parameters.get(2)));
  }

  public static String person(int number) {
    return "person-%06d".formatted(number);
  }

  static String company(int number) {
    return "company-" + number;
  }

  public static String city(int person) {
    return "city-" + person % CITIES;
  }

  public int people() {
    return people;
  }

  public int age(int person) {
    return ages[person];
  }

  public int acquaintances() {
    return from.length;
  }

  public int from(int acquaintance) {
    return from[acquaintance];
  }

  public int to(int acquaintance) {
    return to[acquaintance];
  }

  public int since(int acquaintance) {
    return since[acquaintance];
  }

  int companies() {
    return companies;
  }

  int employer(int job) {
    return employers[job];
  }

  public int jobs() {
    return employees.length;
  }

  public int employee(int job) {
    return employees[job];
  }

  /** The graph as JSON Lines, made as they are read. */
  public InputStream lines() {
    int lines = people + companies + from.length + employees.length;
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          private int next;

          @Override
          public boolean hasMoreElements() {
            return next < lines;
          }

          @Override
          public InputStream nextElement() {
            int start = next;
            next = Math.min(lines, start + CHUNK);
            return chunk(start, next);
          }
        });
  }

  private InputStream chunk(int start, int end) {
    StringBuilder text = new StringBuilder();
    for (int i = start; i < end; i++) {
      line(text, i);
      text.append('\n');
    }
    return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void line(StringBuilder text, int line) {
    int i = line;
    if (i < people) {
      text.append("{\"type\":\"Person\",\"data\":{\"name\":\"").append(person(i));
      text.append("\",\"age\":").append(ages[i]);
      text.append(",\"city\":\"").append(city(i)).append("\"}}");
      return;
    }
    i -= people;
    if (i < companies) {
      text.append("{\"type\":\"Company\",\"data\":{\"name\":\"");
      text.append(company(i)).append("\"}}");
      return;
    }
    i -= companies;
    if (i < from.length) {
      text.append("{\"edge\":\"Knows\",\"from\":\"").append(person(from[i]));
      text.append("\",\"to\":\"").append(person(to[i]));
      text.append("\",\"data\":{\"since\":").append(since[i]).append("}}");
      return;
    }
    i -= from.length;
    text.append("{\"edge\":\"WorksAt\",\"from\":\"").append(person(employees[i]));
    text.append("\",\"to\":\"").append(company(employers[i])).append("\",\"data\":{}}");
  }

  private int popular(SplittableRandom random) {
    double uniform = random.nextDouble();
    return (int) (people * uniform * uniform);
  }
}
