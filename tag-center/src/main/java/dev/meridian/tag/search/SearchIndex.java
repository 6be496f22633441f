package dev.meridian.tag.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Result;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.QueryBuilders;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The index in Elasticsearch. */
@Component
class SearchIndex {

    private static final String DEFINITION = """
        {
          "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s"},
          "mappings": {
            "dynamic": "strict",
            "properties": {
              "scope": {"type": "keyword"},
              "customerId": {"type": "keyword"},
              "city": {"type": "keyword"},
              "gender": {"type": "keyword"},
              "ageBand": {"type": "keyword"},
              "attributes": {
                "type": "nested",
                "properties": {
                  "name": {"type": "keyword"},
                  "kind": {"type": "keyword"},
                  "text": {"type": "keyword", "ignore_above": 8000},
                  "number": {"type": "double"},
                  "moment": {"type": "date"}
                }
              }
            }
          }
        }
        """;
    private static final List<String> BREAKDOWNS = List.of("city", "gender", "ageBand");
    private static final int MOST_VALUES = 20;
    private static final int SAMPLE = 10;
    private static final int CONFLICT = 409;
    private static final int BAD_REQUEST = 400;

    private final ElasticsearchClient client;
    private final String name;

    SearchIndex(ElasticsearchClient client, SearchProperties properties) {
        this.client = client;
        this.name = properties.index();
    }

    /**
     * A document to be written.
     *
     * @param mark orders writers: an older mark never overwrites a newer one
     * @param document null where the document is to go
     */
    record Write(
            String scope,
            String customerId,
            long mark,
            @Nullable SearchDocument document) {

        String id() {
            return scope + "/" + customerId;
        }
    }

    /** Makes sure that the index is there; true where it had to be made, and so is empty. */
    boolean create() throws IOException {
        if (client.indices().exists(e -> e.index(name)).value()) {
            return false;
        }
        try {
            return client.indices()
                    .create(c -> c.index(name).withJson(new StringReader(DEFINITION)))
                    .acknowledged();
        } catch (ElasticsearchException e) {
            if (e.status() == BAD_REQUEST
                    && client.indices().exists(x -> x.index(name)).value()) {
                // Another instance was faster.
                return false;
            }
            throw e;
        }
    }

    void write(List<Write> writes) throws IOException {
        BulkRequest.Builder bulk = new BulkRequest.Builder().index(name);
        for (Write write : writes) {
            SearchDocument document = write.document();
            if (document == null) {
                bulk.operations(op ->
                        op.delete(d -> d.id(write.id()).version(write.mark()).versionType(VersionType.External)));
            } else {
                bulk.operations(op -> op.index(i -> i.id(write.id())
                        .version(write.mark())
                        .versionType(VersionType.External)
                        .document(document)));
            }
        }
        BulkResponse response = client.bulk(bulk.build());
        for (BulkResponseItem item : response.items()) {
            boolean gone = Result.NotFound.jsonValue().equals(item.result());
            if (item.error() != null && item.status() != CONFLICT && !gone) {
                throw new IOException(
                        "The index refused a document: " + item.error().type());
            }
        }
    }

    /** Counts the scope's customers that match, with a sample and breakdowns. */
    SearchAnswer count(String scope, Query query) throws IOException {
        Query scoped = QueryBuilders.bool(
                b -> b.filter(QueryBuilders.term(t -> t.field("scope").value(scope)), query));
        SearchResponse<Void> response = client.search(
                s -> {
                    s.index(name)
                            .query(scoped)
                            .size(SAMPLE)
                            .source(source -> source.fetch(false))
                            .docvalueFields(f -> f.field("customerId"))
                            .sort(sort -> sort.field(f -> f.field("customerId").order(SortOrder.Asc)))
                            .trackTotalHits(t -> t.enabled(true));
                    BREAKDOWNS.forEach(field -> s.aggregations(
                            field, a -> a.terms(t -> t.field(field).size(MOST_VALUES))));
                    return s;
                },
                Void.class);
        List<UUID> sample = new ArrayList<>();
        response.hits()
                .hits()
                .forEach(hit -> sample.add(UUID.fromString(
                        java.util.Objects.requireNonNull(hit.id()).substring(scope.length() + 1))));
        Map<String, List<SearchAnswer.Bucket>> breakdown = new LinkedHashMap<>();
        for (String field : BREAKDOWNS) {
            breakdown.put(field, buckets(response.aggregations().get(field)));
        }
        long total =
                response.hits().total() == null ? 0 : response.hits().total().value();
        return new SearchAnswer(total, sample, breakdown);
    }

    private static List<SearchAnswer.Bucket> buckets(@Nullable Aggregate aggregate) {
        // A field that no document has comes back as an aggregate without terms.
        if (aggregate == null || !aggregate.isSterms()) {
            return List.of();
        }
        return aggregate.sterms().buckets().array().stream()
                .map(bucket -> new SearchAnswer.Bucket(bucket.key().stringValue(), bucket.docCount()))
                .toList();
    }
}
