package dev.meridian.platform.messaging.outbox;

import dev.meridian.platform.messaging.wire.CloudEvents.Envelope;

/** One unsent event as it lies in the outbox. */
record OutboxRow(int shard, Envelope envelope, byte[] body) {}
