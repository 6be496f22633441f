/** The ledger's vocabulary and rules, without framework or database. */
@NullMarked
package dev.meridian.membership.points.domain;

import org.jspecify.annotations.NullMarked;
