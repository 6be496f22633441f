/** The outbox table and the relays that bring it to Kafka, each holding its shards by lease. */
@NullMarked
package dev.meridian.platform.messaging.outbox;

import org.jspecify.annotations.NullMarked;
