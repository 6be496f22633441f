package dev.meridian.identity.provisioning;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Keycloak is kept in step.
 *
 * @param every how often a Keycloak that was in step is looked at again
 * @param retryFirst how long to wait after the first failure; doubled after each further one
 * @param retryLongest the longest wait after failures
 */
@ConfigurationProperties("meridian.provisioning")
record ProvisioningProperties(
        @DefaultValue("60s") Duration every,
        @DefaultValue("1s") Duration retryFirst,
        @DefaultValue("30s") Duration retryLongest) {}
