package dev.meridian.platform.testing;

/** A server that a center's tests ask for beside PostgreSQL and Kafka. */
public enum ExtraServer {
    /** Sets {@code MERIDIAN_ELASTICSEARCH}. */
    ELASTICSEARCH,
    /** Sets {@code MERIDIAN_REDIS_HOST} and {@code MERIDIAN_REDIS_PORT}. */
    REDIS,
    /** Sets {@code MERIDIAN_KEYCLOAK}, {@code MERIDIAN_KEYCLOAK_BOOTSTRAP_CLIENT_ID} and {@code …_SECRET}. */
    KEYCLOAK
}
