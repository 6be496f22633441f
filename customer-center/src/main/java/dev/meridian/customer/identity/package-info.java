/** OneID: which identifiers belong to the same customer, decided by evidence and guarded by limits. */
@NullMarked
package dev.meridian.customer.identity;

import org.jspecify.annotations.NullMarked;
