import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Converts {@code airports.csv} and {@code flights-airport.csv} of the npm package vega-datasets
 * into the JSON Lines that a load takes: {@code java ConvertFlights.java airports.csv
 * flights-airport.csv flights.jsonl}. The sources write a missing city or state as {@code NA}.
 */
public final class ConvertFlights {
  private static final List<String> AIRPORT_HEADER =
      List.of("iata", "name", "city", "state", "country", "latitude", "longitude");
  private static final List<String> ROUTE_HEADER = List.of("origin", "destination", "count");

  private ConvertFlights() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: java ConvertFlights.java airports.csv flights-airport.csv OUT");
      System.exit(2);
    }
    List<List<String>> airports = read(Path.of(args[0]), AIRPORT_HEADER);
    List<List<String>> routes = read(Path.of(args[1]), ROUTE_HEADER);
    Set<String> known = new HashSet<>();
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[2]))) {
      for (List<String> airport : airports) {
        if (!known.add(airport.get(0))) {
          throw new IllegalArgumentException("airport listed twice: " + airport.get(0));
        }
        out.write(airportLine(airport));
        out.write('\n');
      }
      for (List<String> route : routes) {
        if (!known.contains(route.get(0)) || !known.contains(route.get(1))) {
          throw new IllegalArgumentException("route of an unlisted airport: " + route);
        }
        out.write(routeLine(route));
        out.write('\n');
      }
    }
    System.out.println(airports.size() + " airports, " + routes.size() + " routes");
  }

  private static String airportLine(List<String> cells) {
    StringBuilder line = new StringBuilder("{\"type\":\"Airport\",\"data\":{");
    for (int i = 0; i < 5; i++) {
      boolean missing = (i == 2 || i == 3) && cells.get(i).equals("NA");
      if (!missing) {
        line.append(quoted(AIRPORT_HEADER.get(i))).append(':').append(quoted(cells.get(i)));
        line.append(',');
      }
    }
    line.append("\"latitude\":").append(new BigDecimal(cells.get(5)).toPlainString());
    line.append(",\"longitude\":").append(new BigDecimal(cells.get(6)).toPlainString());
    return line.append("}}").toString();
  }

  private static String routeLine(List<String> cells) {
    return "{\"edge\":\"Route\",\"from\":%s,\"to\":%s,\"data\":{\"count\":%d}}"
        .formatted(quoted(cells.get(0)), quoted(cells.get(1)), Integer.parseInt(cells.get(2)));
  }

  private static List<List<String>> read(Path file, List<String> header) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(cells(line));
    }
    if (rows.isEmpty() || !rows.removeFirst().equals(header)) {
      throw new IllegalArgumentException(file + " does not have the columns " + header);
    }
    return rows;
  }

  /** The cells of one CSV line; a quoted cell may hold commas, and quotes written twice. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
