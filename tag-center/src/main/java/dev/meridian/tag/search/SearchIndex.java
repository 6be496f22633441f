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
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
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
                  "moment": {"type": "long"}
                }
              }
            }
          }
        }
        """;

    /** To be raised whenever the definition changes: indices of another shape are left behind. */
    static final int SHAPE = 1;

    private static final List<String> BREAKDOWNS = List.of("city", "gender", "ageBand");
    private static final int MOST_VALUES = 20;
    private static final int SAMPLE = 10;
    private static final int CONFLICT = 409;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final String DATA = ".data";

    private final ElasticsearchClient client;

    SearchIndex(ElasticsearchClient client) {
        this.client = client;
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

    /** Makes the index, unless another instance was faster. It is read and written by its alias only. */
    void create(String alias) throws IOException {
        try {
            client.indices()
                    .create(c -> c.index(alias + DATA)
                            .withJson(new StringReader(DEFINITION))
                            .aliases(alias, a -> a));
        } catch (ElasticsearchException e) {
            if (e.status() != BAD_REQUEST || !isThere(alias)) {
                throw e;
            }
        }
    }

    /** @throws IndexGoneException where somebody has deleted it */
    void requireThere(String alias) throws IOException {
        if (!isThere(alias)) {
            throw new IndexGoneException(alias);
        }
    }

    private boolean isThere(String alias) throws IOException {
        return client.indices().existsAlias(e -> e.name(alias)).value();
    }

    /** Deletes the indices of earlier generations. */
    void deleteOthers(String index, String alias) throws IOException {
        Pattern generations = Pattern.compile(Pattern.quote(index) + "-[0-9a-f-]{36}" + Pattern.quote(DATA));
        for (String other : client.indices()
                .get(g -> g.index(index + "-*" + DATA))
                .indices()
                .keySet()) {
            if (generations.matcher(other).matches() && !other.equals(alias + DATA)) {
                client.indices().delete(d -> d.index(other));
            }
        }
    }

    /** @throws IndexGoneException where somebody has deleted it: writing never makes an index */
    void write(String alias, List<Write> writes) throws IOException {
        BulkRequest.Builder bulk = new BulkRequest.Builder().index(alias).requireAlias(true);
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
            if (item.error() != null && item.status() == NOT_FOUND) {
                throw new IndexGoneException(alias);
            }
            boolean gone = Result.NotFound.jsonValue().equals(item.result());
            if (item.error() != null && item.status() != CONFLICT && !gone) {
                throw new IOException(
                        "The index refused a document: " + item.error().type());
            }
        }
    }

    /** Counts the scope's customers that match, with a sample and breakdowns. */
    SearchAnswer count(String alias, String scope, Query query) throws IOException {
        Query scoped = QueryBuilders.bool(
                b -> b.filter(QueryBuilders.term(t -> t.field("scope").value(scope)), query));
        SearchResponse<Void> response = client.search(
                s -> {
                    s.index(alias)
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
        if (response.timedOut() || response.shards().failed().intValue() > 0) {
            throw new IOException("The index answered for a part of itself");
        }
        List<UUID> sample = new ArrayList<>();
        response.hits()
                .hits()
                .forEach(hit -> sample.add(
                        UUID.fromString(Objects.requireNonNull(hit.id()).substring(scope.length() + 1))));
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
