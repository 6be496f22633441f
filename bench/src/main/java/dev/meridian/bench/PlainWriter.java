package dev.meridian.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: rows that are ready go into a copy of the table by batched JDBC, and messages that are ready go to
 * Kafka, one batch after the other. No identities, no idempotency, no outbox: what no ingest can be faster than.
 */
final class PlainWriter {

    private static final String COPY = "bench.interaction";

    private final Connection database;
    private final String kafka;

    PlainWriter(Connection database, String kafka) {
        this.database = database;
        this.kafka = kafka;
    }

    /** The newest rows that the platform stored, as they are. */
    List<@Nullable Object[]> newestRows(int count) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(count);
        try (Statement select = database.createStatement();
                ResultSet result = select.executeQuery(
                        "select * from interaction order by recorded_at desc, interaction_id desc limit " + count)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                @Nullable Object[] row = new @Nullable Object[columns];
                for (int column = 0; column < columns; column++) {
                    row[column] = result.getObject(column + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** An empty table like the platform's own, with its indexes and without anything in it. */
    void prepare() throws SQLException {
        try (Statement statement = database.createStatement()) {
            boolean unused = statement.execute("create schema if not exists bench");
            unused = statement.execute("drop table if exists " + COPY);
            unused = statement.execute("create table " + COPY + " (like public.interaction including all)");
        }
    }

    /** Writes everything and returns when both have it. */
    void write(List<@Nullable Object[]> rows, List<ConsumerRecord<byte[], byte[]>> messages, String topic, int batch)
            throws SQLException, ExecutionException, InterruptedException {
        int columns = rows.getFirst().length;
        String insert = "insert into " + COPY + " values (" + String.join(",", Collections.nCopies(columns, "?")) + ")";
        database.setAutoCommit(false);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 5),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                PreparedStatement statement = database.prepareStatement(insert)) {
            for (int from = 0; from < rows.size(); from += batch) {
                int to = Math.min(from + batch, rows.size());
                insert(statement, rows.subList(from, to));
                database.commit();
                send(producer, messages.subList(from, to), topic);
            }
        } finally {
            database.setAutoCommit(true);
        }
    }

    private static void insert(PreparedStatement statement, List<@Nullable Object[]> rows) throws SQLException {
        for (@Nullable Object[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                statement.setObject(column + 1, row[column]);
            }
            statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        if (counts.length != rows.size()) {
            throw new IllegalStateException("Not all rows were written");
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, List<ConsumerRecord<byte[], byte[]>> messages, String topic)
            throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> confirmations = new ArrayList<>(messages.size());
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            confirmations.add(producer.send(
                    new ProducerRecord<>(topic, null, message.key(), message.value(), message.headers())));
        }
        producer.flush();
        for (Future<RecordMetadata> confirmation : confirmations) {
            RecordMetadata unused = confirmation.get();
        }
    }
}
