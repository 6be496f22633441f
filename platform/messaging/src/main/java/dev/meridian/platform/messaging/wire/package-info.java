/** The shape of events on Kafka: CloudEvents 1.0 in binary mode, topic names, and the clients that carry them. */
@NullMarked
package dev.meridian.platform.messaging.wire;

import org.jspecify.annotations.NullMarked;
