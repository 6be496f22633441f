package dev.meridian.gateway.config;

import dev.meridian.gateway.edge.HeadersInTime;
import dev.meridian.gateway.edge.RateProperties;
import dev.meridian.gateway.problems.Problems;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.problems.ProblemTexts;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.filter.ratelimit.RedisRateLimiter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The parts the edge filters are made of. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    TimeOrderedIds timeOrderedIds(Clock clock) {
        return new TimeOrderedIds(clock);
    }

    @Bean
    Problems problems(JsonMapper json) {
        return new Problems(new ProblemTexts(List.of(ProblemTexts.STANDARD_BUNDLE)), json);
    }

    @Bean
    RedisRateLimiter redisRateLimiter(RateProperties rate) {
        return new RedisRateLimiter(rate.perSecond(), rate.burst());
    }

    /** While Redis is away, its commands fail at once instead of waiting: the limiter then lets requests pass. */
    @Bean
    LettuceClientOptionsBuilderCustomizer commandsFailFast() {
        return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
    }

    /** Sends nothing twice: a center may have acted on a write whose answer was lost. */
    @Bean
    HttpClientCustomizer nothingSentTwice() {
        return client -> client.disableRetry(true);
    }

    /** Callers that send slowly, or nothing, do not hold connections for ever. */
    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> callerTimeouts(ConnectionProperties patience) {
        return factory -> factory.addServerCustomizers(server -> server.requestTimeout(patience.requestTimeout())
                .idleTimeout(patience.idleTimeout())
                .doOnChannelInit(
                        (observer, connection, address) -> HeadersInTime.watch(connection, patience.headersTimeout())));
    }
}
