package dev.meridian.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.local.fleet.FleetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTests {

    @TempDir
    Path folder;

    @Test
    void a_row_becomes_an_event_with_its_identifiers_and_properties() throws IOException {
        List<EventLine> lines = csv("""
                id,type,occurredAt,channel,phone,email,wechat_openid,properties.amount,properties.orderId:text,properties.gift
                e-1,order.paid,2026-01-02T03:04:05+08:00,store,13800138000,,oAbc,12.50,000117,true
                e-2,order.paid,2026-01-02T03:04:05Z,web,,a@example.com,,007,,no
                """);
        assertThat(lines).extracting(EventLine::line).containsExactly(2L, 3L);
        assertThat(lines.getFirst().event())
                .hasToString("{\"id\":\"e-1\",\"type\":\"order.paid\",\"occurredAt\":\"2026-01-02T03:04:05+08:00\","
                        + "\"channel\":\"store\",\"identifiers\":[{\"type\":\"phone\",\"value\":\"13800138000\"},"
                        + "{\"type\":\"wechat_openid\",\"value\":\"oAbc\"}],"
                        + "\"properties\":{\"amount\":12.50,\"orderId\":\"000117\",\"gift\":true}}");
        assertThat(lines.getLast().event().path("properties")).hasToString("{\"amount\":\"007\",\"gift\":\"no\"}");
    }

    @Test
    void the_past_is_marked_as_such() throws IOException {
        List<EventLine> lines = csv("""
                id,type,occurredAt,channel,historical,phone
                e-1,order.paid,2019-01-02T03:04:05Z,store,true,13800138000
                e-2,order.paid,2026-01-02T03:04:05Z,store,,13800138000
                """);
        assertThat(lines.getFirst().event().path("historical").asBoolean()).isTrue();
        assertThat(lines.getLast().event().has("historical")).isFalse();
    }

    @Test
    void quotes_commas_and_line_breaks_inside_cells_are_kept() throws IOException {
        List<EventLine> lines = csv("\uFEFFid,type,occurredAt,channel,properties.note\r\n"
                + "e-1,order.paid,2026-01-02T03:04:05Z,store,\"a, \"\"b\"\"\r\nc\"\r\n"
                + "e-2,order.paid,2026-01-02T03:04:05Z,store\r\n");
        assertThat(lines.getFirst().event().path("properties").path("note").asString())
                .isEqualTo("a, \"b\"\r\nc");
        assertThat(lines.getLast().fault()).isEqualTo("4 cells where the header has 5");
        assertThat(lines.getLast().id()).isEmpty();
    }

    @Test
    void an_unknown_or_missing_column_is_named_before_anything_is_sent() {
        assertThatThrownBy(() -> csv("id,type,occurredAt,channel,telephone\n"))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("'telephone'");
        assertThatThrownBy(() -> csv("id,type,channel\n"))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("occurredAt");
    }

    @Test
    void a_file_is_known_by_its_content_and_counts_its_lines() throws IOException {
        Path one = write("one.ndjson", "{}\n{}");
        Path same = write("same.ndjson", "{}\n{}");
        Path other = write("other.ndjson", "{}\n{}\n");
        assertThat(EventFile.open(one).key())
                .isEqualTo(EventFile.open(same).key())
                .hasSize(64);
        assertThat(EventFile.open(other).key()).isNotEqualTo(EventFile.open(one).key());
        assertThat(List.of(one, other, write("none.ndjson", "")))
                .extracting(file -> EventFile.open(file).totalLines())
                .containsExactly(2L, 2L, 0L);
    }

    @Test
    void bytes_that_are_no_utf_8_spoil_their_line_only() throws IOException {
        Path file = folder.resolve("latin.ndjson");
        Files.write(file, "{\"id\":\"\u00e9\"}\n{\"id\":\"b\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read(file)).hasSize(2).last().extracting(EventLine::id).isEqualTo("b");
    }

    @Test
    void a_file_that_is_not_there_is_an_error_for_a_person() {
        assertThatThrownBy(() -> EventFile.open(folder.resolve("nothing.csv")))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("nothing.csv cannot be read");
        assertThatThrownBy(() -> EventFile.open(folder)).isInstanceOf(FleetException.class);
    }

    private List<EventLine> csv(String text) throws IOException {
        return read(write("events.CSV", text));
    }

    private static List<EventLine> read(Path file) {
        try (Stream<EventLine> lines = EventFile.open(file).lines()) {
            return lines.toList();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
