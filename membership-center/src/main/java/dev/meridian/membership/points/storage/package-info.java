/** The ledger's SQL. */
@NullMarked
package dev.meridian.membership.points.storage;

import org.jspecify.annotations.NullMarked;
