/** Loads files of events through the gateway, as a brand's back end would: in batches, resumable, with its rejects told. */
@NullMarked
package dev.meridian.local.events;

import org.jspecify.annotations.NullMarked;
