package dev.meridian.tag.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchProperties.class)
class SearchConfiguration {

    @Bean
    Rest5Client searchConnection(SearchProperties properties) {
        Timeout connect = Timeout.of(properties.connectTimeout());
        Timeout response = Timeout.of(properties.responseTimeout());
        return Rest5Client.builder(properties.address())
                .setConnectionConfigCallback(connection -> connection.setConnectTimeout(connect))
                .setRequestConfigCallback(request -> request.setResponseTimeout(response))
                .build();
    }

    @Bean
    ElasticsearchClient searchClient(Rest5Client connection) {
        return new ElasticsearchClient(new Rest5ClientTransport(connection, new Jackson3JsonpMapper()));
    }
}
