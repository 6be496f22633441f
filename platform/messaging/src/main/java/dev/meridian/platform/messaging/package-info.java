/** Facts between centers: outbox and inbox, CloudEvents on Kafka, topics, dead letters and their redrive. */
@NullMarked
package dev.meridian.platform.messaging;

import org.jspecify.annotations.NullMarked;
