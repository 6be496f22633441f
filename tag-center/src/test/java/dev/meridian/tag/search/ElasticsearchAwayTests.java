package dev.meridian.tag.search;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.TagTest;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.RuleParser;
import dev.meridian.tag.rules.RuleReading;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The center's own index is away; tests bring up indices beside it. */
@TagTest
class ElasticsearchAwayTests {

    private static final Map<String, Object> SHANGHAI = Map.of("attribute", "city", "is", Map.of("eq", "310000"));
    private static final long NO_ANSWER = -1;

    private final Fixture fixture;
    private final SearchGenerations generations;
    private final DirtyCustomers dirty;
    private final Customers customers;
    private final FactsArchive facts;
    private final TransactionTemplate transaction;
    private final String brand = Fixture.newBrand();
    private final SearchProperties properties = new SearchProperties(
            URI.create(SharedServers.elasticsearch().url()),
            "away-" + UUID.randomUUID(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMillis(500));
    private final ElasticsearchClient client = client(properties);
    private final SearchIndex index = new SearchIndex(client);

    ElasticsearchAwayTests(
            Fixture fixture,
            SearchGenerations generations,
            DirtyCustomers dirty,
            Customers customers,
            FactsArchive facts,
            TransactionTemplate transaction) {
        this.fixture = fixture;
        this.generations = generations;
        this.dirty = dirty;
        this.customers = customers;
        this.facts = facts;
        this.transaction = transaction;
    }

    @Test
    void previews_stay_right_and_nothing_is_lost_for_the_index() {
        threeOfFiveInShanghai();
        JsonNode preview = fixture.as(brand)
                .post("/api/segments/preview")
                .body(Map.of("rule", SHANGHAI))
                .send()
                .expect(200)
                .json();
        assertThat(preview.path("exact").asBoolean()).isTrue();
        assertThat(preview.path("count").asInt()).isEqualTo(3);
        assertThat(fixture.database().number("select count(*) from search_dirty where brand = ?", brand))
                .isEqualTo(5);

        awaitCount(3);
        assertThat(fixture.database().number("select count(*) from search_dirty where brand = ?", brand))
                .isZero();
    }

    @Test
    void an_index_that_was_made_and_not_filled_is_not_taken_for_an_answer() throws IOException {
        threeOfFiveInShanghai();
        SearchGenerations.Generation made = inGroup(() -> {
            generations.begin(properties.index(), 0, SearchIndex.SHAPE);
            SearchGenerations.Generation first =
                    generations.current(properties.index()).orElseThrow();
            generations.created(first);
            return first;
        });
        index.create(made.alias());
        client.indices().refresh(r -> r.index(made.alias()));

        assertThat(count()).as("whoever made it died before it was filled").isEqualTo(NO_ANSWER);
        awaitCount(3);
    }

    @Test
    void a_deleted_index_is_noticed_and_filled_anew_and_no_write_makes_one_without_its_shape() throws IOException {
        threeOfFiveInShanghai();
        awaitCount(3);
        SearchGenerations.Generation before =
                inGroup(() -> generations.current(properties.index()).orElseThrow());
        client.indices().delete(d -> d.index(before.alias() + ".data"));
        assertThat(count()).isEqualTo(NO_ANSWER);

        fixture.send(fixture.says(Fixture.person(brand), Map.of("city", "310000")));
        fixture.awaitKnown(brand, 6);
        awaitCount(4);
        assertThat(client.indices().exists(e -> e.index(before.alias())).value())
                .isFalse();
        assertThat(inGroup(() -> generations.current(properties.index()).orElseThrow())
                        .number())
                .isEqualTo(before.number() + 1);
    }

    @Test
    void what_is_written_to_an_index_that_is_left_behind_meanwhile_still_comes_into_the_next() {
        threeOfFiveInShanghai();
        awaitCount(3);
        SearchGenerations.Generation before =
                inGroup(() -> generations.current(properties.index()).orElseThrow());
        fixture.send(fixture.says(Fixture.person(brand), Map.of("city", "310000")));
        fixture.awaitKnown(brand, 6);
        String waiting = "select count(*) from search_dirty where brand = '" + brand + "'";
        long marked = fixture.database().number(waiting);
        assertThat(marked).isPositive();
        SearchIndex overtaken = new SearchIndex(client) {
            @Override
            void write(String alias, List<Write> writes) throws IOException {
                super.write(alias, writes);
                ActiveBrandScope.run(
                        BrandScope.group(),
                        () -> transaction.executeWithoutResult(
                                _ -> generations.begin(properties.index(), before.number(), SearchIndex.SHAPE)));
            }
        };

        new IndexFeed(overtaken, generations, dirty, customers, facts, transaction, properties, fixture.clock()).once();

        assertThat(fixture.database().number(waiting)).isEqualTo(marked);
        awaitCount(4);
    }

    private void threeOfFiveInShanghai() {
        for (int i = 0; i < 5; i++) {
            fixture.send(fixture.says(Fixture.person(brand), Map.of("city", i < 3 ? "310000" : "110000")));
        }
        fixture.awaitKnown(brand, 5);
    }

    private void awaitCount(long expected) {
        IndexFeed feed =
                new IndexFeed(index, generations, dirty, customers, facts, transaction, properties, fixture.clock());
        Awaitility.await("the index answers " + expected)
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    feed.once();
                    return count() == expected;
                });
    }

    private long count() {
        Rule rule = ((RuleReading.Accepted) RuleParser.parse(SHANGHAI, "")).rule();
        BrandScope scope = BrandScope.of(new Brand(brand));
        CustomerSearch search = new CustomerSearch(index, generations, dirty, transaction, properties, fixture.clock());
        return ActiveBrandScope.call(
                scope, () -> search.count(scope, rule).map(SearchAnswer::count).orElse(NO_ANSWER));
    }

    private <T> T inGroup(java.util.function.Supplier<T> work) {
        return ActiveBrandScope.call(BrandScope.group(), () -> transaction.execute(_ -> work.get()));
    }

    private static ElasticsearchClient client(SearchProperties properties) {
        SearchConfiguration configuration = new SearchConfiguration();
        return configuration.searchClient(configuration.searchConnection(properties));
    }
}
