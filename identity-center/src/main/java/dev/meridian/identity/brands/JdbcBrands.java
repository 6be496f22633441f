package dev.meridian.identity.brands;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Brands and channels in PostgreSQL. */
@Repository
class JdbcBrands {

    private final JdbcClient jdbc;

    JdbcBrands(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<RegisteredBrand> page(@Nullable String after, int count) {
        List<Row> rows = jdbc.sql("""
            select brand, name_en, name_zh, created_at, updated_at
              from brand
             where brand > :after
             order by brand
             limit :count
            """)
                .param("after", after == null ? "" : after)
                .param("count", count)
                .query(Row::read)
                .list();
        return withChannels(rows);
    }

    Optional<RegisteredBrand> find(Brand brand) {
        List<Row> rows =
                jdbc.sql("""
                    select brand, name_en, name_zh, created_at, updated_at
                      from brand
                     where brand = :brand
                    """).param("brand", brand.key()).query(Row::read).list();
        return withChannels(rows).stream().findFirst();
    }

    /** The brand, kept from changing until the transaction ends. */
    Optional<RegisteredBrand> lock(Brand brand) {
        return jdbc.sql("select brand from brand where brand = :brand for update")
                .param("brand", brand.key())
                .query(String.class)
                .optional()
                .flatMap(_ -> find(brand));
    }

    /** Answers whether the brand is new. */
    boolean store(Brand brand, BrandName name, Instant now) {
        return jdbc.sql("""
            insert into brand (brand, name_en, name_zh, created_at, updated_at)
            values (:brand, :en, :zh, :now, :now)
            on conflict (brand) do update
               set name_en = excluded.name_en, name_zh = excluded.name_zh, updated_at = excluded.updated_at
            returning xmax = 0
            """)
                .param("brand", brand.key())
                .param("en", name.en())
                .param("zh", name.zh())
                .param("now", Timestamps.utc(now))
                .query(Boolean.class)
                .single();
    }

    /** Answers whether the channel is new. */
    boolean storeChannel(Brand brand, Channel channel, Instant now) {
        return jdbc.sql("""
            insert into channel (brand, channel, kind, created_at, updated_at)
            values (:brand, :channel, :kind, :now, :now)
            on conflict (brand, channel) do update
               set kind = excluded.kind, updated_at = excluded.updated_at
            returning xmax = 0
            """)
                .param("brand", brand.key())
                .param("channel", channel.key())
                .param("kind", channel.kind().wireName())
                .param("now", Timestamps.utc(now))
                .query(Boolean.class)
                .single();
    }

    void addMissing(Brand brand, BrandName name, Instant now) {
        jdbc.sql("""
            insert into brand (brand, name_en, name_zh, created_at, updated_at)
            values (:brand, :en, :zh, :now, :now)
            on conflict (brand) do nothing
            """)
                .param("brand", brand.key())
                .param("en", name.en())
                .param("zh", name.zh())
                .param("now", Timestamps.utc(now))
                .update();
    }

    void addMissingChannel(Brand brand, Channel channel, Instant now) {
        jdbc.sql("""
            insert into channel (brand, channel, kind, created_at, updated_at)
            values (:brand, :channel, :kind, :now, :now)
            on conflict (brand, channel) do nothing
            """)
                .param("brand", brand.key())
                .param("channel", channel.key())
                .param("kind", channel.kind().wireName())
                .param("now", Timestamps.utc(now))
                .update();
    }

    private List<RegisteredBrand> withChannels(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, List<Channel>> channels = jdbc
                .sql("""
                    select brand, channel, kind
                      from channel
                     where brand in (:brands)
                     order by brand, channel
                    """)
                .param("brands", rows.stream().map(Row::brand).toList())
                .query(ChannelRow::read)
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        ChannelRow::brand, Collectors.mapping(ChannelRow::channel, Collectors.toList())));
        return rows.stream()
                .map(row -> row.withChannels(channels.getOrDefault(row.brand(), List.of())))
                .toList();
    }

    private record Row(String brand, String en, String zh, Instant createdAt, Instant updatedAt) {

        static Row read(ResultSet row, int number) throws SQLException {
            return new Row(
                    row.getString("brand"),
                    row.getString("name_en"),
                    row.getString("name_zh"),
                    Timestamps.instant(row, "created_at"),
                    Timestamps.instant(row, "updated_at"));
        }

        RegisteredBrand withChannels(List<Channel> channels) {
            return new RegisteredBrand(new Brand(brand), new BrandName(en, zh), channels, createdAt, updatedAt);
        }
    }

    private record ChannelRow(String brand, Channel channel) {

        static ChannelRow read(ResultSet row, int number) throws SQLException {
            return new ChannelRow(
                    row.getString("brand"),
                    new Channel(row.getString("channel"), ChannelKind.of(row.getString("kind"))));
        }
    }
}
