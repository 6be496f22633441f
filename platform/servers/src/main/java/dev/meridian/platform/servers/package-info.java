/** Real PostgreSQL, Kafka, Redis, Elasticsearch and Keycloak as child processes, for the launcher and for tests. */
@NullMarked
package dev.meridian.platform.servers;

import org.jspecify.annotations.NullMarked;
