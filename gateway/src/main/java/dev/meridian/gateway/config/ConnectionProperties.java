package dev.meridian.gateway.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patient the gateway is with its callers.
 *
 * @param headersTimeout how long a caller may take from the first byte of a request to the end of its headers
 * @param requestTimeout how long a caller may take to send the rest of a request
 * @param idleTimeout how long a connection is kept open without a request
 */
@ConfigurationProperties("meridian.gateway.callers")
record ConnectionProperties(
        @DefaultValue("10s") Duration headersTimeout,
        @DefaultValue("30s") Duration requestTimeout,
        @DefaultValue("60s") Duration idleTimeout) {}
