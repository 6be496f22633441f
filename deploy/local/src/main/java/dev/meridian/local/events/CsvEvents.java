package dev.meridian.local.events;

import dev.meridian.local.fleet.FleetException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events from comma-separated values with a header line. Columns: {@code id}, {@code type}, {@code occurredAt},
 * {@code channel}; {@code historical} ({@code true} for the past, loaded afterwards); one for each type of identifier
 * ({@code phone}, {@code email}, {@code wechat_openid}, …); and {@code properties.<name>}. Numbers and truth values in properties are sent as such, unless the column is called
 * {@code properties.<name>:text}. An empty cell is left out.
 */
final class CsvEvents {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> FIELDS = List.of("id", "type", "occurredAt", "channel");
    private static final Set<String> IDENTIFIERS =
            Set.of("phone", "email", "wechat_openid", "wechat_unionid", "member_no", "external_id", "device_id");
    private static final String HISTORICAL = "historical";
    private static final String PROPERTY = "properties.";
    private static final String AS_TEXT = ":text";

    /** As JSON writes numbers, so that codes with leading zeros and long digit strings stay texts. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?");

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private CsvEvents() {}

    /** Reads to the end; closing the stream closes the reader. */
    static Stream<EventLine> read(Reader reader) throws IOException {
        CSVParser parser = CSVParser.parse(reader, FORMAT);
        List<String> columns = columns(parser);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(lines(parser, columns), Spliterator.ORDERED), false)
                .onClose(() -> EventFile.close(parser));
    }

    private static List<String> columns(CSVParser parser) {
        List<String> columns = new ArrayList<>();
        for (String name : parser.getHeaderNames()) {
            String column = name.startsWith("\uFEFF") ? name.substring(1) : name;
            boolean known = FIELDS.contains(column)
                    || column.equals(HISTORICAL)
                    || IDENTIFIERS.contains(column)
                    || column.startsWith(PROPERTY) && column.length() > PROPERTY.length();
            if (!known) {
                throw new FleetException("The column '" + column + "' is none of " + FIELDS + ", an identifier type "
                        + IDENTIFIERS + " or properties.<name>");
            }
            columns.add(column);
        }
        if (!columns.containsAll(FIELDS)) {
            throw new FleetException("The header line must have the columns " + FIELDS);
        }
        return columns;
    }

    private static Iterator<EventLine> lines(CSVParser parser, List<String> columns) {
        Iterator<CSVRecord> records = parser.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return records.hasNext();
                } catch (UncheckedIOException e) {
                    throw new FleetException(
                            "From line " + parser.getCurrentLineNumber() + " on this is no CSV: a quote is not closed",
                            e);
                }
            }

            @Override
            public EventLine next() {
                CSVRecord row = records.next();
                long line = parser.getCurrentLineNumber();
                return row.size() == columns.size()
                        ? EventLine.of(line, event(row, columns))
                        : EventLine.unreadable(line, row.size() + " cells where the header has " + columns.size());
            }
        };
    }

    private static ObjectNode event(CSVRecord row, List<String> columns) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode identifiers = JSON.createArrayNode();
        ObjectNode properties = JSON.createObjectNode();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            String cell = row.get(i);
            if (cell.isEmpty()) {
                continue;
            }
            if (column.startsWith(PROPERTY)) {
                property(properties, column.substring(PROPERTY.length()), cell);
            } else if (IDENTIFIERS.contains(column)) {
                identifiers.addObject().put("type", column).put("value", cell);
            } else if (column.equals(HISTORICAL) && (cell.equals("true") || cell.equals("false"))) {
                event.put(column, cell.equals("true"));
            } else {
                event.put(column, cell);
            }
        }
        event.set("identifiers", identifiers);
        event.set("properties", properties);
        return event;
    }

    private static void property(ObjectNode properties, String name, String cell) {
        if (name.endsWith(AS_TEXT)) {
            properties.put(name.substring(0, name.length() - AS_TEXT.length()), cell);
        } else if (cell.equals("true") || cell.equals("false")) {
            properties.put(name, cell.equals("true"));
        } else if (NUMBER.matcher(cell).matches()) {
            properties.put(name, new BigDecimal(cell));
        } else {
            properties.put(name, cell);
        }
    }
}
