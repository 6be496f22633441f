package dev.meridian.gateway.overview;

import dev.meridian.gateway.edge.RequestIdFilter;
import dev.meridian.platform.problems.RequestId;
import io.micrometer.observation.ObservationRegistry;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Asks the centers in the caller's name: with the caller's token, language and request id. */
@Component
final class CenterClient {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int LARGEST_ANSWER = 2 * 1024 * 1024;
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);
    private static final List<String> FORWARDED = List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.ACCEPT_LANGUAGE);

    private final WebClient web;

    CenterClient(OverviewProperties properties, ObservationRegistry observations) {
        ConnectionProvider connections = ConnectionProvider.builder("overview")
                .maxConnections(properties.connections())
                .pendingAcquireMaxCount(properties.connections() * 2)
                .pendingAcquireTimeout(properties.part())
                .maxIdleTime(LONGEST_IDLE)
                .build();
        HttpClient http = HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .followRedirect(false);
        this.web = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                .observationRegistry(observations)
                .build();
    }

    /**
     * Gets what is at the path of the center.
     *
     * @param path path and query; <code>{customerId}</code> in it is filled
     * @param limit how long everything may take
     * @return the answer whatever its status; a {@link java.util.concurrent.TimeoutException} when it took too long
     */
    Mono<ResponseEntity<byte[]>> get(
            ServerWebExchange caller, URI center, String path, String customerId, Duration limit) {
        return web.get()
                .uri(center + path, customerId)
                .accept(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON)
                .header(RequestId.HEADER, RequestIdFilter.of(caller))
                .headers(headers -> forward(caller.getRequest().getHeaders(), headers))
                .exchangeToMono(answer -> answer.toEntity(byte[].class))
                .timeout(limit);
    }

    private static void forward(HttpHeaders sent, HttpHeaders headers) {
        for (String name : FORWARDED) {
            List<String> values = sent.get(name);
            if (values != null) {
                headers.addAll(name, values);
            }
        }
    }
}
