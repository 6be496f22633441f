package dev.meridian.tag.search;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the search index is and how fresh it must be.
 *
 * @param address of Elasticsearch
 * @param index name of the index
 * @param connectTimeout how long to wait for a connection
 * @param responseTimeout how long to wait for an answer
 * @param staleAfter once a change has waited this long for the index, the index does not answer
 * @param feedEvery how long to rest before looking for changes again
 */
@ConfigurationProperties("meridian.tag.search")
record SearchProperties(
        @DefaultValue("http://127.0.0.1:9200") URI address,
        @DefaultValue("meridian-customers") String index,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("2s") Duration responseTimeout,
        @DefaultValue("10s") Duration staleAfter,
        @DefaultValue("500ms") Duration feedEvery) {}
