package dev.meridian.platform.messaging.outbox;

/**
 * A shard this relay may work on.
 *
 * @param token the fencing token of the lease: whoever takes the shard over has a greater one
 */
record HeldShard(int shard, long token) {}
