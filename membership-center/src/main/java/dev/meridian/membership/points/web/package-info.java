/** Balances, statements and invariants over HTTP. */
@NullMarked
package dev.meridian.membership.points.web;

import org.jspecify.annotations.NullMarked;
