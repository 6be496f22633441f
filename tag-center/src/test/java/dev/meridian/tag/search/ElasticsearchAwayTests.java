package dev.meridian.tag.search;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.TagTest;
import dev.meridian.tag.facts.FactsArchive;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.RuleParser;
import dev.meridian.tag.rules.RuleReading;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@TagTest
class ElasticsearchAwayTests {

    private static final Map<String, Object> SHANGHAI = Map.of("attribute", "city", "is", Map.of("eq", "310000"));

    private final Fixture fixture;
    private final DirtyCustomers dirty;
    private final FactsArchive facts;
    private final TransactionTemplate transaction;
    private final String brand = Fixture.newBrand();

    ElasticsearchAwayTests(Fixture fixture, DirtyCustomers dirty, FactsArchive facts, TransactionTemplate transaction) {
        this.fixture = fixture;
        this.dirty = dirty;
        this.facts = facts;
        this.transaction = transaction;
    }

    @Test
    void previews_stay_right_and_nothing_is_lost_for_the_index() {
        for (int i = 0; i < 5; i++) {
            fixture.send(fixture.says(Fixture.person(brand), Map.of("city", i < 3 ? "310000" : "110000")));
        }
        fixture.awaitKnown(brand, 5);
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

        CustomerSearch back = searchOf(SharedServers.elasticsearch().url());
        Awaitility.await("the index catches up").atMost(Duration.ofSeconds(20)).until(() -> {
            back.feed();
            return count(back).map(SearchAnswer::count).orElse(-1L) == 3;
        });
        assertThat(fixture.database().number("select count(*) from search_dirty where brand = ?", brand))
                .isZero();
    }

    private CustomerSearch searchOf(String address) {
        SearchProperties properties = new SearchProperties(
                URI.create(address),
                "away-" + UUID.randomUUID(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
        SearchConfiguration configuration = new SearchConfiguration();
        ElasticsearchClient client = configuration.searchClient(configuration.searchConnection(properties));
        return new CustomerSearch(
                new SearchIndex(client, properties), dirty, facts, transaction, properties, fixture.clock());
    }

    private Optional<SearchAnswer> count(CustomerSearch search) {
        Rule rule = ((RuleReading.Accepted) RuleParser.parse(SHANGHAI, "")).rule();
        BrandScope scope = BrandScope.of(new Brand(brand));
        return ActiveBrandScope.call(scope, () -> transaction.execute(_ -> search.count(scope, rule)));
    }
}
