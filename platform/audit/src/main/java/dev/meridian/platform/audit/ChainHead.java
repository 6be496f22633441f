package dev.meridian.platform.audit;

/**
 * The end of a chain.
 *
 * @param brand whose: a brand's key, or {@code *}
 * @param position how many records there are
 * @param hash the hash of the last
 */
record ChainHead(String brand, long position, Hash hash) {}
