/** Set-based SQL: many rows in one statement. */
@NullMarked
package dev.meridian.customer.sql;

import org.jspecify.annotations.NullMarked;
